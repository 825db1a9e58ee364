// Promise: a guard that is missing is tried seed by seed, until its absence is seen.
import type { Reducers } from "#explorer";
import { InvariantViolation } from "#state-machine";
import { attempt, type Attempt } from "../attempt.js";
import { mutatedReducers } from "../mutated.js";
import type { GuardMutant } from "./guards.js";
import { unasked } from "./unasked.js";

/** Runs of a mutant; the last one is refused, or stopped by itself, if any is. */
export async function tried(
  { name, edits }: GuardMutant,
  seeds: number,
): Promise<readonly Attempt[]> {
  const reducers = stopping(await mutatedReducers({ name, edits }));
  const attempts: Attempt[] = [];
  let stopped: Attempt | undefined;
  for (let seed = 1; seed <= seeds; seed += 1) {
    const one = await attempt(reducers, seed, unasked(seed));
    if (one.verdict?.verdict === "violates") return [...attempts, one];
    if (one.broken === null) attempts.push(one);
    else stopped ??= one;
  }
  return stopped === undefined ? attempts : [...attempts, stopped];
}

/** Reducers that fail in any way have stopped: a program would. */
function stopping({ step, stepElection, syncModeFor }: Reducers): Reducers {
  return { step: stopped(step), stepElection: stopped(stepElection), syncModeFor };
}

function stopped<A extends readonly unknown[], R>(take: (...args: A) => R): (...args: A) => R {
  return (...args) => {
    try {
      return take(...args);
    } catch (error) {
      if (error instanceof InvariantViolation) throw error;
      throw new InvariantViolation(error instanceof Error ? error.message : String(error));
    }
  };
}
