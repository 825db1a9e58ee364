// Promise: exit code 0 means that every chosen mutant met the fate that is written down for it.
import { availableParallelism } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { resolveTools, RunnerError } from "tla2tools-runner";
import {
  inParallel,
  INTERRUPTED,
  knownNames,
  parseWords,
  runCommand,
  UsageError,
} from "../command/index.js";
import { loadManifest, ManifestError } from "../models/index.js";
import { AttemptCache } from "./cache.js";
import { loadMutants, MutantsError } from "./catalogue.js";
import { LayoutError } from "./clauses/skeleton.js";
import { formatHead, formatJudged, formatStale, formatSummary } from "./format.js";
import { judgeHand } from "./hand.js";
import type { Lab } from "./lab.js";
import { judgeClause, machineMutants } from "./machine.js";
import { readSpec } from "./modules.js";
import { loadVerdicts, mergeVerdicts, saveVerdicts } from "./record.js";
import { staleMutants } from "./stale.js";
import { loadSurvivors } from "./survivors.js";
import type { Judged } from "./verdict.js";

const USAGE =
  "usage: npm run mutants -- [NAME…] [--hand] [--machine] [--on MODEL,…] [--jobs N] " +
  "[--write] [--stale] [--check] [--fresh] [--cache FILE] [--dir DIR]";

const FAILED = 1;

/** The project's own specs and cache, seen from the compiled file. */
const SPEC_DIR = fileURLToPath(new URL("../../../spec", import.meta.url));
const CACHE = fileURLToPath(
  new URL("../../../node_modules/.cache/zabkeeper/mutants.jsonl", import.meta.url),
);

const OPTIONS = {
  hand: { type: "boolean" },
  machine: { type: "boolean" },
  on: { type: "string" },
  jobs: { type: "string" },
  stale: { type: "boolean" },
  check: { type: "boolean" },
  fresh: { type: "boolean" },
  cache: { type: "string" },
  write: { type: "boolean" },
  dir: { type: "string" },
} as const;

function readArguments(words: readonly string[]) {
  const { values, positionals } = parseWords(words, { allowPositionals: true, options: OPTIONS });
  const jobs = Number(values.jobs ?? Math.min(2, availableParallelism()));
  if (!Number.isSafeInteger(jobs) || jobs < 1) {
    throw new UsageError(`--jobs is ${String(values.jobs)}: it takes a whole number from 1 up`);
  }
  const one = values.hand === true || values.machine === true;
  return {
    names: positionals,
    hand: !one || values.hand === true,
    machine: !one || values.machine === true,
    only: values.on?.split(","),
    jobs,
    cacheFile: values.fresh === true ? null : (values.cache ?? CACHE),
    write: values.write === true,
    stale: values.stale === true,
    check: values.check === true,
    dir: values.dir ?? relative(process.cwd(), SPEC_DIR),
  };
}

/** One mutant, of either kind, and how it is judged. */
interface Task {
  readonly name: string;
  judge(lab: Lab): Promise<Judged>;
}

async function main(words: readonly string[], signal: AbortSignal): Promise<number> {
  const { names, only, jobs, cacheFile, write, stale, check, dir, ...kinds } = readArguments(words);
  const { models } = await loadManifest(join(dir, "models"));
  const known = models.map(({ name }) => name);
  knownNames("model of models.json", only ?? [], known);
  const spec = await readSpec(dir);
  const hand = await loadMutants(spec, models);
  const clauses = machineMutants(spec);
  const survivors = await loadSurvivors(spec, clauses);
  const old = await loadVerdicts(dir);
  const byHand = hand.map((mutant): Task => {
    return { name: mutant.name, judge: (lab) => judgeHand(lab, mutant, hand) };
  });
  const byMachine = clauses.map((mutant): Task => {
    const listed = survivors.find((each) => each.mutant === mutant.id);
    const last = old.find(({ name }) => name === mutant.id);
    return { name: mutant.id, judge: (lab) => judgeClause(lab, mutant, listed, last) };
  });
  const all = [...byHand, ...byMachine];
  const ofKinds =
    names.length > 0
      ? named(all, names)
      : [...(kinds.hand ? byHand : []), ...(kinds.machine ? byMachine : [])];
  const outdated =
    stale || check ? await staleMutants({ spec, hand, clauses }, models, old) : new Set<string>();
  const chosen = stale || check ? ofKinds.filter(({ name }) => outdated.has(name)) : ofKinds;
  if (check) {
    console.log(formatStale(chosen.map(({ name }) => name)));
    return chosen.length === 0 ? 0 : FAILED;
  }

  const tools = await resolveTools({ onStatus: (status) => void console.error(status) });
  const cache = cacheFile === null ? null : await AttemptCache.open(cacheFile);
  const lab: Lab = { spec, models, tools, signal, cache, only };
  const judged: Judged[] = [];
  console.log(formatHead());
  await inParallel(chosen, jobs, signal, async (task) => {
    const result = await task.judge(lab);
    if (signal.aborted) return;
    judged.push(result);
    console.log(formatJudged(result));
  });
  console.log(formatSummary(judged, chosen.length));
  if (signal.aborted) return INTERRUPTED;
  if (write) {
    // A red verdict is not written down: what stands there is what must hold.
    const order = all.map(({ name }) => name);
    const verdicts = judged.filter(({ fault }) => fault === null).map(({ verdict }) => verdict);
    await saveVerdicts(dir, mergeVerdicts(order, old, verdicts), hand, survivors);
  }
  return judged.every(({ fault }) => fault === null) ? 0 : FAILED;
}

/** The tasks of these names, in the order of the list. */
function named(all: readonly Task[], names: readonly string[]): readonly Task[] {
  const known = all.map(({ name }) => name);
  const wanted = knownNames("mutant of mutants.json and mutants-report.md", names, known);
  return all.filter(({ name }) => wanted.includes(name));
}

await runCommand({
  name: "mutants",
  main,
  usage: USAGE,
  answers: [ManifestError, MutantsError, LayoutError, RunnerError],
});
