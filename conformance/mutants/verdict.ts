// Promise: a verdict says what became of a mutant, and whether that is what must become of it.
import type { Attempt } from "./attempt.js";

/** What became of one mutant. */
export interface Verdict {
  readonly name: string;
  /** The clause that a machine-made mutant lacks; null for one made by hand. */
  readonly clause: string | null;
  /** What killed it, or null. */
  readonly killer: string | null;
  /** The model that killed it; of a survivor, all that did not. */
  readonly models: readonly string[];
  /** States of the counterexample; 0 without one. */
  readonly steps: number;
  /** Distinct states when it was found; of a survivor, all of them on the last model. */
  readonly distinct: number;
  /** Of all its runs. */
  readonly seconds: number;
}

/** A verdict and why it is red; null when it is as it must be. */
export interface Judged {
  readonly verdict: Verdict;
  readonly fault: string | null;
}

/** The verdict from the runs of a mutant; the last one decides. */
export function verdictOf(
  name: string,
  clause: string | null,
  attempts: readonly Attempt[],
): Verdict {
  const last = attempts.at(-1);
  const killer = last?.killer ?? null;
  const deciding = killer === null ? attempts : attempts.slice(-1);
  const seconds = attempts.reduce((sum, attempt) => sum + attempt.seconds, 0);
  return {
    name,
    clause,
    killer,
    models: deciding.map(({ model }) => model),
    steps: last?.steps ?? 0,
    distinct: last?.distinct ?? 0,
    seconds: Math.round(seconds * 10) / 10,
  };
}
