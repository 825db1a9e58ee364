// Promise: what became of a missing guard is told in a few words, which are kept and compared.
import * as t from "io-ts";
import { placeOf } from "../attempt.js";
import { namedOf } from "../named.js";
import { fateOf, type Trial } from "./fate.js";

export const Finding = t.strict({
  guard: t.string,
  /** The condition that was left out. */
  condition: t.string,
  fate: t.keyof({ refused: null, stopped: null, accepted: null, unseen: null }),
  /** How many seeds were run. */
  runs: t.number,
  /** The run that was refused, or the first that stopped itself. */
  seed: t.union([t.number, t.null]),
  /** The line that was refused. */
  at: t.union([t.string, t.null]),
  /** What the judge named there, or what the reducers said as they stopped. */
  said: t.union([t.string, t.null]),
});

export type Finding = t.TypeOf<typeof Finding>;

/** @param seeds how many were to be tried */
export function findingOf({ mutant, attempts }: Trial, seeds: number): Finding {
  const fate = fateOf({ attempts });
  const last = attempts.at(-1);
  const about = { guard: mutant.name, condition: mutant.condition, fate };
  if (fate === "refused" && last?.verdict?.verdict === "violates") {
    const { seed, verdict } = last;
    return { ...about, runs: seed, seed, at: placeOf(verdict), said: namedOf(verdict) };
  }
  const stopped = fate === "stopped" ? last : undefined;
  const [seed, said] = [stopped?.seed ?? null, stopped?.broken ?? null];
  return { ...about, runs: seeds, seed, at: null, said };
}
