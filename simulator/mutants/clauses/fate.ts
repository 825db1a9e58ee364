// Promise: what became of a guard that is missing has one name, and what must become of it another.
import type { Attempt } from "../attempt.js";
import type { Excused } from "./excused.js";
import type { GuardMutant } from "./guards.js";

/** A guard that was left out, and the runs that were made without it. */
export interface Trial {
  readonly mutant: GuardMutant;
  readonly attempts: readonly Attempt[];
}

/**
 * The judge refuses a run; or the reducers stop in every run that could show it, as two actions
 * answer one event, and nothing is recorded; or runs differ and are accepted; or none differs.
 */
export type Fate = "refused" | "stopped" | "accepted" | "unseen";

export function fateOf({ attempts }: Pick<Trial, "attempts">): Fate {
  const last = attempts.at(-1);
  if (last?.verdict?.verdict === "violates") return "refused";
  if (attempts.some(({ broken, partings }) => broken === null && partings.size > 0)) {
    return "accepted";
  }
  return last !== undefined && last.broken !== null ? "stopped" : "unseen";
}

/** Why a fate is red; null where it is what it must be. */
export function faultOf(fate: Fate, excused: Excused | undefined): string | null {
  const isMissed = fate === "refused" || fate === "stopped";
  if (excused !== undefined) {
    return isMissed ? `${fate}, and listed as excused: delete the entry` : null;
  }
  return isMissed ? null : `${fate}: make a run that shows it, or list it with its reason`;
}
