// Promise: a model passes only when TLC found exactly what the manifest says.
import type { TlcResult } from "tla2tools-runner";
import type { ModelEntry } from "./entry.js";
import { NO_HALT } from "./expectation.js";

/**
 * Every way in which a run differs from its entry, one line each; none when it passes.
 *
 * Distinct states are exact however many workers search. Depth, and the length of a
 * counterexample, are exact with one worker only, and generated states where no symmetry is
 * used; so only there are they compared.
 */
export function compare(model: ModelEntry, result: TlcResult, symmetry: boolean): string[] {
  const { expect } = model;
  if (expect.kind === "violates") return compareViolation(model, expect.property, result);
  if (result.verdict !== "ok") return [`wanted ok, found ${describeVerdict(result)}`];
  const { counts } = result;
  return [
    ...compareCount("distinct states", model.distinct, counts.distinct),
    ...(symmetry ? [] : compareCount("generated states", model.generated, counts.generated)),
    ...(model.workers === 1 ? compareCount("depth", model.depth, counts.depth) : []),
    ...(expect.kind === "reaches" ? compareWitnesses(expect.witnesses, result) : []),
  ];
}

/** The verdict in a few words, with the reason where the words alone do not say it. */
export function describeVerdict({ verdict, property, message }: TlcResult): string {
  if (verdict === "ok") return "ok";
  if (verdict === "deadlock") return `violates ${NO_HALT} (deadlock)`;
  if (property !== null) return `violates ${property}`;
  return message === null ? verdict : `${verdict}: ${message}`;
}

function compareViolation(model: ModelEntry, property: string, result: TlcResult): string[] {
  const isDeadlock = result.verdict === "deadlock";
  const found = isDeadlock ? NO_HALT : result.property;
  if (result.verdict === "temporal" && found === null) {
    return [
      `wanted violates ${property}, found a temporal property violated, which TLC does not ` +
        `name: leave only one PROPERTY in ${model.cfg}`,
    ];
  }
  if (found !== property) {
    return [`wanted violates ${property}, found ${describeVerdict(result)}`];
  }
  if (model.workers !== 1 || model.depth === null) return [];
  const steps = result.counterexample.length;
  return compareCount("states in the counterexample", model.depth, steps);
}

function compareCount(what: string, wanted: number | null, found: number | null): string[] {
  if (wanted === null || wanted === found) return [];
  return [`wanted ${String(wanted)} ${what}, found ${String(found ?? "none")}`];
}

/** Witnesses are printed as `<<"WITNESS", 5, level>>`, once per worker that saw them. */
function compareWitnesses(wanted: readonly string[], { printed }: TlcResult): string[] {
  const found = new Set<string>();
  for (const { value } of printed) {
    if (!Array.isArray(value)) continue;
    const [tag, key] = value as readonly unknown[];
    if (tag !== "WITNESS") continue;
    found.add(typeof key === "number" ? `W${String(key)}` : String(key));
  }
  const missing = wanted.filter((name) => !found.has(name));
  const extra = [...found].filter((name) => !wanted.includes(name));
  return [
    ...(missing.length > 0 ? [`never reached ${missing.join(", ")}`] : []),
    ...(extra.length > 0 ? [`also reached ${extra.join(", ")}, which the entry omits`] : []),
  ];
}
