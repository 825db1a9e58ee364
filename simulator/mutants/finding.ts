// Promise: what became of a mutant is told in a few words, which are kept and compared.
import * as t from "io-ts";
import { isAtOnce, placeOf, type Attempt } from "./attempt.js";
import { namedOf } from "./named.js";
import type { Mutant } from "./mutant.js";

export const Finding = t.strict({
  mutant: t.string,
  /** Changes with the edits that make the mistake; null where no reducer can make it. */
  edits: t.union([t.string, t.null]),
  /** How many seeds were run; none where the mistake is excluded. */
  runs: t.number,
  /** How many of the runs did nothing that production does not do. */
  idle: t.number,
  /** The run that was refused; null: none was. */
  refused: t.union([
    t.strict({
      seed: t.number,
      /** The line that was refused, and what the judge named there. */
      at: t.string,
      named: t.string,
      /** The mistake was made on that line, and not before. */
      atOnce: t.boolean,
      /** The first line on which it was made. */
      made: t.string,
    }),
    t.null,
  ]),
});

export type Finding = t.TypeOf<typeof Finding>;

/** @param edits the digest of the mutant's edits */
export function findingOf(
  { name }: Mutant,
  edits: string | null,
  attempts: readonly Attempt[],
): Finding {
  const idle = attempts.filter(({ partings }) => partings.size === 0).length;
  const found = attempts.find(({ verdict }) => verdict?.verdict === "violates");
  const counted = { mutant: name, edits, runs: attempts.length, idle };
  if (found === undefined || found.verdict === null) return { ...counted, refused: null };
  const { seed, verdict, partings } = found;
  const made = [...partings][0] ?? "no line";
  const refused = { seed, at: placeOf(verdict), named: namedOf(verdict) };
  return { ...counted, refused: { ...refused, atOnce: isAtOnce(found), made } };
}
