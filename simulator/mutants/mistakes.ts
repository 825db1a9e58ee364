// Promise: each mistake is made and tried, and told of as it goes; what came of it is kept whole.
import { readFile } from "node:fs/promises";
import { INTERRUPTED, knownNames } from "#conformance/command";
import { SimulatorError } from "../simulator-error.js";
import { attempt, type Attempt } from "./attempt.js";
import { disagreements } from "./check.js";
import { Finding, findingOf } from "./finding.js";
import { isExcluded, readMutants, type Mutant } from "./mutant.js";
import { editsDigest, mutatedReducers } from "./mutated.js";
import { isOnPage, writePage } from "./page.js";
import { MISTAKES, MISTAKES_KEPT, MUTANTS, PAGE } from "./place.js";
import { readKept, writeKept } from "./record.js";
import { reducerDigests } from "./sources.js";
import { lineOf, scoreOf, scoreText, tableOf, type Outcome } from "./table.js";

const FILE = "simulator/mutants/mutants.json";
const KEPT = "docs/judge/reducer-mutants.json";
const TABLE = "reducer mutants";

export interface MutantsOptions {
  /** The mutants to try; all of them where none is named. */
  readonly names: readonly string[];
  readonly seeds: number;
  readonly write: boolean;
  /** The share that the judge must refuse. */
  readonly wanted: number;
  readonly signal: AbortSignal;
}

interface Told {
  readonly name: string;
  readonly bug: string;
}

/** The mutants, and what is wrong with each, in words. */
async function listed() {
  const mutants = readMutants(FILE, await readFile(MUTANTS, "utf8"));
  const told = JSON.parse(await readFile(MISTAKES, "utf8")) as readonly Told[];
  const mistakes = new Map(told.map(({ name, bug }) => [name, bug]));
  const outcomeOf = (mutant: Mutant, finding: Finding): Outcome => {
    return { mutant, mistake: mistakes.get(mutant.name) ?? "", finding };
  };
  return { mutants, outcomeOf };
}

/** Seeds one after the other, until a run is refused. */
async function tried(mutant: Mutant, seeds: number): Promise<Finding> {
  if (isExcluded(mutant)) return findingOf(mutant, null, []);
  const reducers = await mutatedReducers(mutant);
  const attempts: Attempt[] = [];
  const { from = 1 } = mutant;
  for (let seed = from; seed < from + seeds; seed += 1) {
    const one = await attempt(reducers, seed);
    attempts.push(one);
    if (one.verdict?.verdict === "violates") break;
  }
  return findingOf(mutant, await editsDigest(mutant), attempts);
}

/** The exit code: 1 where the judge refuses too few. */
export async function tryMistakes(options: MutantsOptions): Promise<number> {
  const { names, seeds, write, wanted, signal } = options;
  const { mutants, outcomeOf } = await listed();
  const reducers = await reducerDigests();
  const known = mutants.map(({ name }) => name);
  knownNames(`mutant of ${FILE}`, names, known);
  const outcomes: Outcome[] = [];
  for (const mutant of mutants) {
    if (names.length > 0 && !names.includes(mutant.name)) continue;
    if (signal.aborted) return INTERRUPTED;
    const began = Date.now();
    const outcome = outcomeOf(mutant, await tried(mutant, seeds));
    outcomes.push(outcome);
    console.log(`${lineOf(outcome)} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  }
  const score = scoreOf(outcomes);
  console.log(scoreText(score));
  if (write) {
    await writeKept(MISTAKES_KEPT, { seeds, reducers, found: outcomes.map((one) => one.finding) });
    await writePage(PAGE, tableOf(outcomes), TABLE);
  }
  return score.tried - score.refused > (1 - wanted) * score.tried ? 1 : 0;
}

/** The exit code: 1 where page, record, mutants and reducers disagree; nothing is run. */
export async function checkMistakes(): Promise<number> {
  const { mutants, outcomeOf } = await listed();
  const text = await readFile(MISTAKES_KEPT, "utf8").catch(() => {
    throw new SimulatorError(`${KEPT} is not there; write it with --write`);
  });
  const kept = readKept(KEPT, text, Finding);
  const edits = new Map<string, string | null>();
  for (const mutant of mutants) {
    edits.set(mutant.name, isExcluded(mutant) ? null : await editsDigest(mutant));
  }
  const lines = [...disagreements(kept, { edits, reducers: await reducerDigests() })];
  const outcomes = mutants.flatMap((mutant) => {
    const finding = kept.found.find((one) => one.mutant === mutant.name);
    return finding === undefined ? [] : [outcomeOf(mutant, finding)];
  });
  if (!(await isOnPage(PAGE, tableOf(outcomes), TABLE))) {
    lines.push(`docs/judge.md: the table of the mutants is not that of ${KEPT}`);
  }
  lines.forEach((line) => {
    console.log(line);
  });
  console.log(
    lines.length === 0
      ? `mutants: ${String(outcomes.length)} findings are about the reducers as they stand`
      : "mutants: make them anew: npm run simulate:mutants -- --write",
  );
  return lines.length === 0 ? 0 : 1;
}
