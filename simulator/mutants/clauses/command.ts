// Promise: each guard is left out and tried, and told of as it goes.
import { readFile } from "node:fs/promises";
import { INTERRUPTED, knownNames } from "#conformance/command";
import { writePage } from "../page.js";
import { EXCUSED, PAGE } from "../place.js";
import { readExcused } from "./excused.js";
import { faultOf, type Trial } from "./fate.js";
import { guardMutants } from "./guards.js";
import { lineOf, scoreText, shareOf, tableOf } from "./table.js";
import { tried } from "./trial.js";

/** The file as messages call it. */
const FILE = "simulator/mutants/clauses/excused.json";

export interface ClausesOptions {
  /** The guards to leave out; all of them where none is named. */
  readonly names: readonly string[];
  readonly seeds: number;
  readonly write: boolean;
  /** The share that the judge must refuse. */
  readonly wanted: number;
  readonly signal: AbortSignal;
}

/** The exit code: 1 where a guard is red, or the judge refuses too few. */
export async function tryClauses({
  names,
  seeds,
  write,
  wanted,
  signal,
}: ClausesOptions): Promise<number> {
  const all = await guardMutants();
  const excused = readExcused(FILE, await readFile(EXCUSED, "utf8"), all);
  const known = all.map(({ name }) => name);
  knownNames("guard of the reducers", names, known);
  const trials: Trial[] = [];
  for (const mutant of all) {
    if (names.length > 0 && !names.includes(mutant.name)) continue;
    if (signal.aborted) return INTERRUPTED;
    const began = Date.now();
    const listed = excused.find((each) => each.mutant === mutant.name);
    const trial = { mutant, attempts: await tried(mutant, seeds), excused: listed };
    trials.push(trial);
    console.log(`${lineOf(trial)} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  }
  console.log(scoreText(trials));
  if (write) await writePage(PAGE, tableOf(trials), "reducer guards");
  const isRed = trials.some((trial) => faultOf(trial) !== null) || shareOf(trials) < wanted;
  return isRed ? 1 : 0;
}
