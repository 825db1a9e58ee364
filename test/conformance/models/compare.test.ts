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
  seconds: 1,
  when: "check",
  bounds: {},
  workers: 1,
  quick: false,
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
const reaches = { ...model, expect: { kind: "reaches", witnesses: ["W1", "W2"] } } as const;

describe("compare", () => {
  it("passes a model whose verdict and counts are those of its entry", () => {
    expect(compare(model, holds, false)).toEqual([]);
  });

  it("fails a model with one state too few or too many", () => {
    expect(compare(model, counting({ distinct: 9 }), true)).toEqual([
      "wanted 10 distinct states, found 9",
    ]);
    expect(compare(model, counting({ distinct: null }), true)).toEqual([
      "wanted 10 distinct states, found none",
    ]);
  });

  it("compares generated states only where no symmetry is used", () => {
    const other = counting({ generated: 31 });
    expect(compare(model, other, false)).toEqual(["wanted 30 generated states, found 31"]);
    expect(compare(model, other, true)).toEqual([]);
  });

  it("compares the depth only where one worker searches", () => {
    const other = counting({ depth: 6 });
    expect(compare(model, other, false)).toEqual(["wanted 5 depth, found 6"]);
    expect(compare({ ...model, workers: 2 }, other, false)).toEqual([]);
  });

  it("fails a model that should hold and does not, whatever stopped it", () => {
    expect(compare(model, found("invariant", "Z4"), false)).toEqual([
      "wanted ok, found violates Z4",
    ]);
    expect(compare(model, found("parse-error", null), false)).toEqual([
      "wanted ok, found parse-error: because",
    ]);
    expect(compare(reaches, found("interrupted", null), false)).toEqual([
      "wanted ok, found interrupted: because",
    ]);
  });

  it("passes a violated model on verdict, name and length, not on counts", () => {
    const result = { ...found("invariant", "Z4"), counts: counting({ distinct: 1 }).counts };
    expect(compare(violates("Z4"), result, false)).toEqual([]);
    expect(compare(violates("Z4"), found("action-property", "Z4"), false)).toEqual([]);
    expect(compare(violates("L1"), found("temporal", "L1"), false)).toEqual([]);
  });

  it("fails a violated model that holds, or violates something else", () => {
    expect(compare(violates("Z4"), holds, false)).toEqual(["wanted violates Z4, found ok"]);
    expect(compare(violates("Z4"), found("invariant", "Z5"), false)).toEqual([
      "wanted violates Z4, found violates Z5",
    ]);
    expect(compare(violates("Z4"), found("deadlock", null), false)).toEqual([
      "wanted violates Z4, found violates L0 (deadlock)",
    ]);
    expect(compare(violates("L1"), found("temporal", null), false)[0]).toMatch(
      /which TLC does not name: leave only one PROPERTY in base\.cfg$/,
    );
  });

  it("compares the length of the counterexample only where one worker searches", () => {
    const longer = found("invariant", "Z4", 3);
    expect(compare(violates("Z4"), longer, false)).toEqual([
      "wanted 2 states in the counterexample, found 3",
    ]);
    expect(compare({ ...violates("Z4"), workers: 2 }, longer, false)).toEqual([]);
    expect(compare({ ...violates("Z4"), depth: null }, longer, false)).toEqual([]);
  });

  it("takes a deadlock for a violation of L0, and nothing else", () => {
    expect(compare(violates("L0"), found("deadlock", null), false)).toEqual([]);
    expect(compare(violates("L0"), found("invariant", "Z4"), false)).toEqual([
      "wanted violates L0, found violates Z4",
    ]);
  });

  it("wants every witness of the entry and no other, however often each is printed", () => {
    const both = [["WITNESS", 2, 7], "chatter", ["WITNESS", 1, 9], ["WITNESS", 2, 8]];
    expect(compare(reaches, printing(...both), false)).toEqual([]);
    expect(compare(reaches, printing(["WITNESS", 1, 9]), false)).toEqual(["never reached W2"]);
    expect(compare(reaches, printing(...both, ["WITNESS", "W3", 1]), false)).toEqual([
      "also reached W3, which the entry omits",
    ]);
  });
});
