// `npm run bench:judge`: what the judge does in a second, TLC beside it.
import { readFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { resolveTools, RunnerError } from "tla2tools-runner";
import { knownNames, parseWords, runCommand, UsageError } from "#conformance/command";
import { cleanUpAtExit } from "./cleanup.js";
import { EXPLORATION_HEAD, explorationRow, type Entry } from "./judge-exploration.js";
import { LENGTHS, runRows } from "./judge-runs.js";
import { machineFacts } from "./machine.js";
import { JUDGE_TABLE, rewriteBlock } from "./readme.js";

const USAGE =
  "usage: npm run bench:judge -- [MODEL…] [--events N]… [--no-tlc] [--note TEXT] [--write]";
/** What is explored unless models are named: small ones, and one of half a million states. */
const MODELS = ["small", "observer", "el-a", "base"];

const project = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

function readArguments(words: readonly string[]) {
  const { values, positionals } = parseWords(words, {
    allowPositionals: true,
    options: {
      "no-tlc": { type: "boolean", default: false },
      events: { type: "string", multiple: true, default: LENGTHS.map(String) },
      note: { type: "string" },
      write: { type: "boolean", default: false },
    },
  });
  const file = join(project, "spec", "models", "models.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as Entry[];
  const names = positionals.length > 0 ? positionals : MODELS;
  const known = manifest.map(({ cfg }) => cfg.replace(/\.cfg$/, ""));
  knownNames("model of spec/models/models.json", names, known);
  const entries = names.map((name) => manifest[known.indexOf(name)] as Entry);
  const lengths = values.events.map(Number);
  const wrong = lengths.findIndex((length) => !Number.isInteger(length) || length < 1);
  if (wrong >= 0)
    throw new UsageError(`--events ${values.events[wrong] ?? ""}: write a whole number`);
  return { ...values, entries, lengths };
}

function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const rule = head.map((_, k) => (k === 0 ? "---" : "---:"));
  return [head, rule, ...body].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

async function main(words: readonly string[]): Promise<number> {
  const { entries, lengths, note, write, "no-tlc": alone } = readArguments(words);
  cleanUpAtExit();
  const loadBefore = loadavg()[0] ?? 0;
  const tools = alone ? null : await resolveTools();
  const rows: (readonly string[])[] = [EXPLORATION_HEAD];
  for (const entry of entries) {
    rows.push(await explorationRow(entry, project, tools));
    process.stderr.write(`${rows.at(-1)?.join("  ") ?? ""}\n`);
  }
  const runs = runRows(project, lengths, !alone);
  for (const run of runs.slice(1)) process.stderr.write(`${run.join("  ")}\n`);
  const facts = machineFacts(tmpdir(), loadBefore).filter((fact) => !fact.includes("fdatasync"));
  const told = [
    ...(note === undefined ? [] : [`**${note}**`]),
    facts.map((fact) => `- ${fact}`).join("\n"),
    "Exploration of models, one core each; distinct states and depth are TLC's in every row.",
    table(rows),
    "Recorded runs of the simulator, one core each, with all properties of both specs; a judge is " +
      "ready when the text of both is compiled and the first line judged. The last column is that " +
      "of `zabkeeper check --second-judge` as a whole, Java's start included.",
    table(runs),
  ];
  const text = `${told.join("\n\n")}\n`;
  process.stdout.write(text);
  if (write) rewriteBlock(join(project, "bench", "README.md"), JUDGE_TABLE, text);
  return 0;
}

await runCommand({ name: "bench:judge", main, usage: USAGE, answers: [RunnerError] });
