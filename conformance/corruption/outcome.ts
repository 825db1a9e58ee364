/** What a verdict on a damaged copy is worth. */
import { basename } from "node:path";
import type { Verdict } from "../verdict/verdict.js";
import type { Place } from "../trace/run.js";
import type { Damage, Kind } from "./damage.js";

/**
 * `named`: refused where it was damaged, for what is wrong. `placed`: refused there, for something
 * else. `undecided`: there, as evidence that something is missing. `elsewhere`: at another line.
 * `decided`: a verdict where the evidence allows none. `fine`: what is left was not refused.
 */
export type Outcome =
  "named" | "placed" | "elsewhere" | "undecided" | "accepted" | "decided" | "fine";

export function outcomeOf(kind: Kind, damage: Damage, verdict: Verdict): Outcome {
  if (kind.wanted === "kept") return verdict.verdict === "violates" ? "decided" : "fine";
  if (kind.wanted === "undecided") return asUndecided(damage, verdict);
  switch (verdict.verdict) {
    case "conforms":
      return "accepted";
    case "bad input":
      return verdict.faults.some(({ place }) => isAt(damage, place)) ? "named" : "elsewhere";
    case "cannot tell":
      return verdict.place !== null && isAt(damage, verdict.place) ? "undecided" : "elsewhere";
    case "violates": {
      const { step, sender, fields } = verdict;
      const placed = isAt(damage, step.place) || (sender !== null && isAt(damage, sender));
      if (!placed) return "elsewhere";
      const named = damage.names.some(
        (name) => name === "" || fields.some((field) => field.name.startsWith(name)),
      );
      return named ? "named" : "placed";
    }
  }
}

function asUndecided(damage: Damage, verdict: Verdict): Outcome {
  if (verdict.verdict !== "cannot tell") return "decided";
  const placed = verdict.place !== null && isAt(damage, verdict.place);
  if (!placed) return "elsewhere";
  return damage.names.some((name) => verdict.reason.includes(name)) ? "named" : "placed";
}

function isAt({ at }: Damage, { file, line }: Place): boolean {
  return at.some((place) => place.file === basename(file) && place.line === line);
}
