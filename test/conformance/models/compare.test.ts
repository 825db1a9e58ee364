import { describe, expect, it } from "vitest";
import type { TlcResult, TraceStep } from "tla2tools-runner";
import { compare, type ModelEntry } from "#conformance/models";

const model: ModelEntry = {
  name: "base",
  cfg: "base.cfg",
  module: "MC",
  expect: { kind: "ok" },
  distinct: 10,
  generated: 30,
  depth: 5,
  simulate: null,
  witnesses: null,
  seconds: 1,
  tier: "ci",
  bounds: {},
  workers: 1,
};

const holds: TlcResult = {
  verdict: "ok",
  property: null,
  message: null,
  interruption: null,
  counts: { distinct: 10, generated: 30, queue: 0, depth: 5 },
  durationMs: 1_000,
  counterexample: [],
  counterexampleEnd: null,
  printed: [],
  printedDropped: 0,
  coverage: [],
  problems: [],
  diagnostics: [],
  tlcVersion: "TLC2",
  seed: "1",
  exitCode: 0,
};

const step: TraceStep = {
  index: 1,
  action: "Init",
  parameters: [],
  location: null,
  state: {},
  changed: [],
};

function counting(counts: Partial<TlcResult["counts"]>): TlcResult {
  return { ...holds, counts: { ...holds.counts, ...counts } };
}

function printing(...values: unknown[]): TlcResult {
  const printed = values.map((value) => ({ text: "", value })) as TlcResult["printed"];
  return { ...holds, printed };
}

const violates = (property: string): ModelEntry => ({
  ...model,
  expect: { kind: "violates", property },
  depth: 2,
});
const found = (verdict: TlcResult["verdict"], property: string | null, steps = 2): TlcResult => ({
  ...holds,
  verdict,
  property,
  message: "because",
  counterexample: Array.from({ length: steps }, () => step),
});
const reaches: ModelEntry = {
  ...model,
  expect: { kind: "reaches", witnesses: ["W1", "W2"] },
  witnesses: { W1: 9, W2: 7 },
};
const walks: ModelEntry = {
  ...model,
  simulate: { traces: 3, depth: 5, seed: 7 },
  distinct: null,
  depth: null,
  tier: "simulation",
};

describe("compare", () => {
  it("passes a model whose verdict and counts are those of its entry", () => {
    expect(compare(model, holds, false)).toEqual([]);
  });

  it("fails a model with one state too few or too many", () => {
    expect(compare(model, counting({ distinct: 9 }), true)).toEqual([
      "distinct is 10, found 9: find the edit that changed it; if it was meant, write 9",
    ]);
    expect(compare(model, counting({ distinct: null }), true)).toEqual([
      "distinct is 10, found none: run it again",
    ]);
  });

  it("compares generated states only where no symmetry is used", () => {
    const other = counting({ generated: 31 });
    expect(compare(model, other, false)).toEqual([
      "generated is 30, found 31: find the edit that changed it; if it was meant, write 31",
    ]);
    expect(compare(model, other, true)).toEqual([]);
  });

  it("compares the depth only where one worker searches", () => {
    const other = counting({ depth: 6 });
    expect(compare(model, other, false)).toEqual([
      "depth is 5, found 6: find the edit that changed it; if it was meant, write 6",
    ]);
    expect(compare({ ...model, workers: 2 }, other, false)).toEqual([]);
  });

  it("fails a model that should hold and does not, whatever stopped it", () => {
    expect(compare(model, found("invariant", "Z4"), false)).toEqual([
      "expect is ok, found violates Z4: correct the spec, or expect",
    ]);
    expect(compare(model, found("parse-error", null), false)).toEqual([
      "expect is ok, found parse-error: because: correct the module there",
    ]);
    expect(
      compare(reaches, { ...found("interrupted", null), interruption: "aborted" }, false),
    ).toEqual(["expect is reaches, found interrupted: because: run it again"]);
  });

  it("passes a violated model on verdict, name and length, not on counts", () => {
    const result = { ...found("invariant", "Z4"), counts: counting({ distinct: 1 }).counts };
    expect(compare(violates("Z4"), result, false)).toEqual([]);
    expect(compare(violates("Z4"), found("action-property", "Z4"), false)).toEqual([]);
    expect(compare(violates("L1"), found("temporal", "L1"), false)).toEqual([]);
  });

  it("fails a violated model that holds, or violates something else", () => {
    expect(compare(violates("Z4"), holds, false)).toEqual([
      "expect is violates:Z4, found ok: restore what the model lacks, or correct expect",
    ]);
    expect(compare(violates("Z4"), found("invariant", "Z5"), false)).toEqual([
      "expect is violates:Z4, found violates Z5: correct the spec, or expect",
    ]);
    expect(compare(violates("Z4"), found("deadlock", null), false)).toEqual([
      "expect is violates:Z4, found violates L0 (deadlock): correct the spec, or expect",
    ]);
    expect(compare(violates("L1"), found("temporal", null), false)[0]).toMatch(
      /which TLC does not name: leave only one PROPERTY in base\.cfg$/,
    );
  });

  it("compares the length of the counterexample only where one worker searches", () => {
    const longer = found("invariant", "Z4", 3);
    expect(compare(violates("Z4"), longer, false)).toEqual([
      "depth is 2, found 3 states in the counterexample: find the edit that changed it; if it was meant, write 3",
    ]);
    expect(compare({ ...violates("Z4"), workers: 2 }, longer, false)).toEqual([]);
    expect(compare({ ...violates("Z4"), depth: null }, longer, false)).toEqual([]);
  });

  it("takes a deadlock for a violation of L0, and nothing else", () => {
    expect(compare(violates("L0"), found("deadlock", null), false)).toEqual([]);
    expect(compare(violates("L0"), found("invariant", "Z4"), false)).toEqual([
      "expect is violates:L0, found violates Z4: correct the spec, or expect",
    ]);
  });

  it("wants every witness of the entry and no other, however often each is printed", () => {
    const both = [["WITNESS", 2, 7], "chatter", ["WITNESS", 1, 9], ["WITNESS", 2, 8]];
    expect(compare(reaches, printing(...both), false)).toEqual([]);
    expect(compare(reaches, printing(["WITNESS", 1, 9]), false)).toEqual([
      "expect names W2, never reached: find the edit that cut it off",
    ]);
    expect(compare(reaches, printing(...both, ["WITNESS", "W3", 1]), false)).toEqual([
      "expect omits W3, reached all the same: write it there",
    ]);
  });

  it("pins the smallest depth at which each witness is seen", () => {
    const later = printing(["WITNESS", 2, 8], ["WITNESS", 2, 10], ["WITNESS", 1, 9]);
    expect(compare(reaches, later, false)).toEqual([
      "witnesses.W2 is 7, found 8: find the edit that changed it; if it was meant, write 8",
    ]);
  });

  it("holds a simulation to its generated states, with symmetry too", () => {
    const counts = { distinct: null, depth: null, queue: null };
    expect(compare(walks, counting(counts), true)).toEqual([]);
    expect(compare(walks, counting({ ...counts, generated: 29 }), true)).toEqual([
      "generated is 30, found 29: find the edit that changed it; if it was meant, write 29",
    ]);
  });

  it.each<[string, Partial<TlcResult>, string]>([
    [
      "lack of memory",
      { verdict: "failed", message: "Java heap space" },
      "give it more with --heap",
    ],
    ["a name unknown", { verdict: "config-error" }, "correct the configuration"],
    [
      "a slow machine",
      { verdict: "interrupted", interruption: "time-out" },
      "run it alone, or raise",
    ],
    [
      "a broken TLC",
      { verdict: "failed", message: "TLC ended with code 1" },
      "run it again; if it",
    ],
  ])("says what to do about %s", (_, change, remedy) => {
    const [reason] = compare(model, { ...holds, message: "because", ...change }, false);
    expect(reason).toContain(`: ${remedy}`);
  });
});
