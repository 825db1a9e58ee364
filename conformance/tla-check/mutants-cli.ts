// Promise: exit code 0 means that the evaluator gives every mutant of the specs TLC's verdict.
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import { inParallel, INTERRUPTED, knownNames, parseWords, runCommand } from "../command/index.js";
import { ManifestError } from "../models/index.js";
import { formatStale, MutantsError } from "../mutants/index.js";
import { CheckError } from "./error.js";
import { mutantAsking, type Asked } from "./mutant-asking.js";
import { askedInThread, type MutantTask } from "./mutant-in-thread.js";

const USAGE = "usage: npm run check:mutants -- [NAME… | --all]";
/** A verdict that took TLC more states is looked at only when it is named, or all are. */
const MOST_STATES = 300_000;

async function main(words: readonly string[], signal: AbortSignal): Promise<number> {
  const { positionals: names, values } = parseWords(words, {
    allowPositionals: true,
    options: { all: { type: "boolean", default: false } },
  });
  const asking = await mutantAsking();
  knownNames("mutant of spec/mutants-verdicts.json", names, asking.names);
  const isChosen = (name: string) => names.length === 0 || names.includes(name);
  const most = values.all || names.length > 0 ? Number.POSITIVE_INFINITY : MOST_STATES;
  const stale = new Set(await asking.stale());
  let passed = 0;
  let failed = 0;
  const left = new Map<string, number>();
  const threads = availableParallelism();
  const filename = fileURLToPath(new URL("./mutants-worker.js", import.meta.url));
  const pool = new Piscina<MutantTask, Asked>({ filename, maxThreads: threads });
  try {
    const chosen = asking.names.filter(isChosen).map((name) => ({ name, most }));
    await inParallel(chosen, threads, signal, async (task, ends) => {
      const asked = await askedInThread(pool, task, ends);
      passed += asked.passed;
      failed += asked.wrong.length;
      for (const line of asked.wrong) console.log(line);
      for (const why of asked.left) left.set(why, (left.get(why) ?? 0) + 1);
      // What the evaluator finds today is about today's text, whatever the verdict was made from.
      if (asked.wrong.length + asked.left.length === 0) stale.delete(asked.name);
    });
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await pool.destroy();
  }
  if (signal.aborted) return INTERRUPTED;
  for (const [why, count] of left) console.log(`${String(count)} left to TLC: ${why}`);
  console.log(`evaluator, mutants: ${String(passed)} passed, ${String(failed)} failed`);
  const unsure = [...stale].filter(isChosen);
  if (unsure.length > 0) console.log(formatStale(unsure));
  return failed === 0 && unsure.length === 0 ? 0 : 1;
}

await runCommand({
  name: "check:mutants",
  main,
  usage: USAGE,
  answers: [CheckError, ManifestError, MutantsError],
});
