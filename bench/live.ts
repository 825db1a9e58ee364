// `npm run bench:live`: what it costs an ensemble that records to have its run judged beside it.
import { loadavg, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { cleanUpAtExit } from "./cleanup.js";
import { liveReport } from "./live-report.js";
import { liveRounds } from "./live-rounds.js";
import { machineFacts } from "./machine.js";
import { LIVE_TABLE, rewriteBlock } from "./readme.js";

const USAGE =
  "usage: npm run bench:live -- [--seconds N] [--rounds N] [--dir DIR] [--note TEXT] [--write]";
const USAGE_CODE = 64;

const project = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

function readArguments(words: readonly string[]) {
  const { values } = parseArgs({
    args: [...words],
    options: {
      seconds: { type: "string", default: "10" },
      rounds: { type: "string", default: "3" },
      dir: { type: "string", default: tmpdir() },
      note: { type: "string" },
      write: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const number = (name: "seconds" | "rounds") => {
    const value = Number(values[name]);
    if (Number.isInteger(value) && value > 0) return value;
    throw new Error(`--${name} ${values[name]}: write a whole number above 0`);
  };
  return { ...values, seconds: number("seconds"), rounds: number("rounds") };
}

async function main(args: ReturnType<typeof readArguments>): Promise<void> {
  cleanUpAtExit();
  const dir = resolve(args.dir);
  const loadBefore = loadavg()[0] ?? 0;
  const measured = await liveRounds({
    script: join(project, "bin", "zabkeeper.js"),
    dir,
    rounds: args.rounds,
    seconds: args.seconds,
    say: (line) => process.stderr.write(`${line}\n`),
  });
  const text = liveReport(measured, machineFacts(dir, loadBefore), args.note ?? null);
  process.stdout.write(text);
  if (args.write) rewriteBlock(join(project, "bench", "README.md"), LIVE_TABLE, text);
}

let args: ReturnType<typeof readArguments> | null = null;
try {
  args = readArguments(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`bench:live: ${(error as Error).message}\n${USAGE}\n`);
  process.exitCode = USAGE_CODE;
}
if (args?.help === true) process.stdout.write(`${USAGE}\n`);
else if (args !== null) await main(args);
