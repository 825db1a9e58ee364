/** Judges thousands of damaged copies of the committed runs and prints what came of them. */
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { checkRun, checkRunTwice } from "../check-run.js";
import { INTERRUPTED, knownNames, parseWords, runCommand, UsageError } from "../command/index.js";
import { readRunText, writeRunText, type RunText } from "./run-text.js";
import { namedShare, rowsOf, tableText, wrongVerdicts, type Judged, type Proof } from "./table.js";
import { trials, type Trial } from "./trial.js";

const USAGE =
  "usage: npm run corrupt -- [RUN…] [--each N] [--seed N] [--prove N] [--show OUTCOME] [--write]";
const FAILED = 1;

const root = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const [BEGIN, END] = ["<!-- corruption:begin -->", "<!-- corruption:end -->"] as const;

interface Arguments {
  readonly runs: readonly string[];
  readonly each: number;
  readonly seed: number;
  readonly prove: number;
  readonly show: string | undefined;
  readonly write: boolean;
}

function readArguments(words: readonly string[]): Arguments {
  const { values, positionals } = parseWords(words, {
    allowPositionals: true,
    options: {
      each: { type: "string", default: "40" },
      seed: { type: "string", default: "1" },
      prove: { type: "string", default: "40" },
      show: { type: "string" },
      write: { type: "boolean", default: false },
    },
  });
  const number = (name: "each" | "seed" | "prove", least: number): number => {
    const value = Number(values[name]);
    if (Number.isSafeInteger(value) && value >= least) return value;
    throw new UsageError(
      `--${name} is ${values[name]}: it takes a whole number from ${String(least)} up`,
    );
  };
  return {
    runs: positionals,
    each: number("each", 1),
    seed: number("seed", 0),
    prove: number("prove", 0),
    show: values.show,
    write: values.write,
  };
}

async function chosenRuns(names: readonly string[]): Promise<ReadonlyMap<string, RunText>> {
  const dir = root("traces/good");
  const all = (await readdir(dir)).sort();
  const chosen = names.length > 0 ? knownNames("run of traces/good", names, all) : all;
  const read = chosen.map(async (name) => [name, await readRunText(join(dir, name))] as const);
  return new Map(await Promise.all(read));
}

/** Asks TLC about an accepted copy. */
async function proofOf({ damage }: Trial, scratch: string, signal: AbortSignal): Promise<Proof> {
  const folder = join(scratch, "accepted");
  await writeRunText(damage.run, folder);
  const { second } = await checkRunTwice(folder, { signal });
  await rm(folder, { recursive: true, force: true });
  return second.verdict === "conforms" ? "equivalent" : "wrong";
}

function shown({ run, kind, number, damage, verdict, outcome }: Trial): string {
  const where =
    damage.at[0] === undefined ? "" : `${damage.at[0].file}:${String(damage.at[0].line)} `;
  const said =
    verdict.verdict === "violates"
      ? `violates at ${verdict.step.place.file.split("/").at(-1) ?? ""}:${String(verdict.step.place.line)} (${verdict.reason}: ${verdict.fields.map(({ name }) => name).join(", ")})`
      : verdict.verdict === "cannot tell"
        ? `cannot tell: ${verdict.reason}`
        : verdict.verdict;
  return `${outcome}: ${run}, ${kind.name} ${String(number)}: ${where}${damage.told}: ${said}`;
}

async function main(words: readonly string[], signal: AbortSignal): Promise<number> {
  const { runs, each, seed, prove, show, write } = readArguments(words);
  const texts = await chosenRuns(runs);
  const scratch = await mkdtemp(join(tmpdir(), "zabkeeper-corrupt-"));
  const judged: Judged[] = [];
  let asked = 0;
  const began = Date.now();
  try {
    const judge = (folder: string) => checkRun(folder, { signal });
    for await (const trial of trials(texts, { seed, each, scratch, judge, signal })) {
      if (signal.aborted) return INTERRUPTED;
      const ask = trial.outcome === "accepted" && asked < prove;
      if (ask) asked += 1;
      const proof = ask ? await proofOf(trial, scratch, signal) : "not asked";
      if (trial.outcome === show || proof === "wrong" || trial.outcome === "decided") {
        console.log(shown(trial));
      }
      judged.push({ trial: { kind: trial.kind, outcome: trial.outcome }, proof });
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  if (signal.aborted) return INTERRUPTED;
  const rows = rowsOf(judged);
  const share = (100 * namedShare(rows)).toFixed(1);
  const wrong = wrongVerdicts(rows);
  const summary =
    `${String(judged.length)} damaged copies of ${String(texts.size)} runs, ` +
    `seed ${String(seed)}: ${share} % of those refused named the line and what is wrong there, ` +
    `${String(wrong)} wrong verdicts`;
  console.log(`${tableText(rows)}\n\n${summary}`);
  console.error(`in ${((Date.now() - began) / 1000).toFixed(0)} s`);
  if (write) await writeTable(`${tableText(rows)}\n\n${summary}.`);
  return wrong === 0 ? 0 : FAILED;
}

async function writeTable(table: string): Promise<void> {
  const file = root("docs/judge.md");
  const text = await readFile(file, "utf8");
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new UsageError(`${file}: no place marked ${BEGIN} … ${END}`);
  const next = `${text.slice(0, from + BEGIN.length)}\n\n${table}\n\n${text.slice(to)}`;
  const options = await resolveConfig(file);
  await writeFile(`${file}.new`, await format(next, { ...options, filepath: file }));
  await rename(`${file}.new`, file);
}

await runCommand({ main, usage: USAGE, prefix: "corrupt: ", answers: [] });
