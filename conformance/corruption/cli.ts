/** Judges thousands of damaged copies of the committed runs and prints what came of them. */
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { checkRunsTwice } from "../check-run.js";
import { INTERRUPTED, parseWords, runCommand, UsageError } from "../command/index.js";
import { campaign, type Result } from "./campaign.js";
import type { Kind } from "./damage.js";
import { BEGIN, END, withTable } from "./page.js";
import { campaignOf, parseRecord, recordText, type Record } from "./record.js";
import { rowsOf, summaryText, tableText, wrongVerdicts, type Judged, type Proof } from "./table.js";
import { kinds } from "./trial.js";

const USAGE =
  "usage: npm run corrupt -- [RUN…] [--each N] [--seed N] [--prove N] [--show OUTCOME] [--write]";
const FAILED = 1;

const root = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const GOOD = root("traces/good");
const RECORD = root("docs/judge/corruption.json");

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
      prove: { type: "string", default: "1000" },
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

async function chosenRuns(names: readonly string[]): Promise<readonly string[]> {
  const all = (await readdir(GOOD)).sort();
  const unknown = names.find((name) => !all.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`no run ${unknown} in traces/good: there are ${all.join(", ")}`);
  }
  return names.length > 0 ? names : all;
}

/** Asks TLC about accepted copies; one that it cannot judge is not proved either. */
async function proofs(
  accepted: readonly Result[],
  signal: AbortSignal,
): Promise<ReadonlyMap<Result, Proof>> {
  const runs = accepted.flatMap(({ folder }) => (folder === null ? [] : [{ source: folder }]));
  const all = await Promise.all(checkRunsTwice(runs, { signal }));
  return new Map(
    accepted.map((result, k) => {
      const isEquivalent = all[k]?.second.verdict === "conforms";
      return [result, isEquivalent ? "equivalent" : "wrong"] as const;
    }),
  );
}

async function main(words: readonly string[], signal: AbortSignal): Promise<number> {
  const { runs, each, seed, prove, show, write } = readArguments(words);
  const names = await chosenRuns(runs);
  const scratch = await mkdtemp(join(tmpdir(), "zabkeeper-corrupt-"));
  const judged: { readonly run: string; readonly judged: Judged }[] = [];
  const began = Date.now();
  const since = () => ((Date.now() - began) / 1000).toFixed(0);
  try {
    const own = async (thread: number) => {
      const folder = join(scratch, String(thread));
      await mkdir(folder);
      return folder;
    };
    const results = await campaign({ good: GOOD, names, seed, each, scratch }, own, signal);
    if (signal.aborted) return INTERRUPTED;
    const accepted = results.filter(({ outcome }) => outcome === "accepted").slice(0, prove);
    console.error(`judged in ${since()} s; TLC is asked about ${String(accepted.length)} accepted`);
    const proved = await proofs(accepted, signal);
    for (const result of results) {
      const { outcome, text } = result;
      const proof = proved.get(result) ?? "not asked";
      const kind = kinds.find(({ name }) => name === result.kind) as Kind;
      if (outcome === show || outcome === "decided" || proof === "wrong") console.log(text);
      judged.push({ run: result.run, judged: { trial: { kind, outcome }, proof } });
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  if (signal.aborted) return INTERRUPTED;
  const rows = rowsOf(judged.map(({ judged: one }) => one));
  console.log(`${tableText(rows)}\n\n${summaryText(rows, names.length, seed)}`);
  console.error(`in ${since()} s`);
  if (write) {
    const found = names.map((name) => {
      const own = judged.filter(({ run }) => run === name).map(({ judged: one }) => one);
      return [name, campaignOf(rowsOf(own), { seed, each })] as const;
    });
    await writeTable(new Map(found));
  }
  return wrongVerdicts(rows) === 0 ? 0 : FAILED;
}

/** Renews the record of these runs, and the table that is made of all of them. */
async function writeTable(found: Record): Promise<void> {
  const before = parseRecord(await readFile(RECORD, "utf8").catch(() => "{}"));
  if (before === null) throw new UsageError(`${RECORD} is no record: take it away, and run all`);
  const record: Record = new Map([...before, ...found]);
  const file = root("docs/judge.md");
  const text = await readFile(file, "utf8");
  const page = withTable(text, record);
  if (page === null) throw new UsageError(`${file}: no place marked ${BEGIN} … ${END}`);
  const options = await resolveConfig(file);
  await writeFile(`${file}.new`, await format(page, { ...options, filepath: file }));
  await writeFile(`${RECORD}.new`, recordText(record));
  await rename(`${RECORD}.new`, RECORD);
  await rename(`${file}.new`, file);
}

await runCommand({ name: "corrupt", main, usage: USAGE, answers: [] });
