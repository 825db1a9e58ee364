// Promise: a model passes only when TLC found exactly what the manifest says.
import type { TlcResult } from "tla2tools-runner";
import type { ModelEntry } from "./entry.js";
import { NO_HALT } from "./expectation.js";
import { witnessDepths } from "./witnesses.js";

/**
 * Every way in which a run differs from its entry, one line each with the key, both values and
 * the remedy; none when it passes.
 *
 * Distinct states are exact however many workers search. Depth, and the length of a
 * counterexample, are exact with one worker only, and generated states where no symmetry is
 * used; so only there are they compared. A simulation by one worker is the same each time.
 */
export function compare(model: ModelEntry, result: TlcResult, symmetry: boolean): string[] {
  const { expect, simulate } = model;
  if (expect.kind === "violates") return compareViolation(model, expect.property, result);
  if (result.verdict !== "ok") return [`expect is ${expect.kind}, found ${explainVerdict(result)}`];
  const { counts } = result;
  const exact = simulate !== null || !symmetry;
  return [
    ...compareCount("distinct", model.distinct, counts.distinct),
    ...(exact ? compareCount("generated", model.generated, counts.generated) : []),
    ...(model.workers === 1 ? compareCount("depth", model.depth, counts.depth) : []),
    ...(expect.kind === "reaches" ? compareWitnesses(expect.witnesses, model, result) : []),
  ];
}

/** The verdict in a few words, with the reason where the words alone do not say it. */
export function describeVerdict({ verdict, property, message }: TlcResult): string {
  if (verdict === "ok") return "ok";
  if (verdict === "deadlock") return `violates ${NO_HALT} (deadlock)`;
  if (property !== null) return `violates ${property}`;
  return message === null ? verdict : `${verdict}: ${message}`;
}

/** What to do about a run that did not come to the verdict that was wanted. */
function explainVerdict(result: TlcResult): string {
  return `${describeVerdict(result)}: ${remedyFor(result)}`;
}

function remedyFor({ verdict, message, interruption }: TlcResult): string {
  if (verdict === "parse-error") return "correct the module there";
  if (verdict === "config-error") return "correct the configuration";
  if (interruption === "time-out") return "run it alone, or raise seconds";
  if (interruption === "aborted") return "run it again";
  if (/heap|memory/i.test(message ?? "")) return "give it more with --heap";
  if (verdict === "failed")
    return "run it again; if it stays, run TLC by hand as in spec/README.md";
  if (verdict === "ok") return "restore what the model lacks, or correct expect";
  return "correct the spec, or expect";
}

function compareViolation(model: ModelEntry, property: string, result: TlcResult): string[] {
  const isDeadlock = result.verdict === "deadlock";
  const found = isDeadlock ? NO_HALT : result.property;
  if (result.verdict === "temporal" && found === null) {
    return [
      `expect is violates:${property}, found a temporal property violated, which TLC does not ` +
        `name: leave only one PROPERTY in ${model.cfg}`,
    ];
  }
  if (found !== property) {
    return [`expect is violates:${property}, found ${explainVerdict(result)}`];
  }
  if (model.workers !== 1 || model.depth === null) return [];
  const steps = result.counterexample.length;
  return compareCount("depth", model.depth, steps, " states in the counterexample");
}

function compareCount(
  key: string,
  wanted: number | null,
  found: number | null | undefined,
  what = "",
): string[] {
  if (wanted === null || wanted === found) return [];
  if (found === null || found === undefined) {
    return [`${key} is ${String(wanted)}, found none: run it again`];
  }
  return [
    `${key} is ${String(wanted)}, found ${String(found)}${what}: ` +
      `find the edit that changed it; if it was meant, write ${String(found)}`,
  ];
}

function compareWitnesses(
  wanted: readonly string[],
  { witnesses }: ModelEntry,
  { printed }: TlcResult,
): string[] {
  const found = witnessDepths(printed);
  const missing = wanted.filter((name) => !found.has(name));
  const extra = [...found.keys()].filter((name) => !wanted.includes(name));
  return [
    ...(missing.length > 0
      ? [`expect names ${missing.join(", ")}, never reached: find the edit that cut it off`]
      : []),
    ...(extra.length > 0
      ? [`expect omits ${extra.join(", ")}, reached all the same: write it there`]
      : []),
    ...Object.entries(witnesses ?? {})
      .filter(([name]) => found.has(name))
      .flatMap(([name, depth]) => compareCount(`witnesses.${name}`, depth, found.get(name))),
  ];
}
