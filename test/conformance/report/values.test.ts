import { describe, expect, it } from "vitest";
import {
  entriesOf,
  partingOf,
  shortened,
  valueLines,
} from "../../../dist/conformance/report/values.js";
import { longLog } from "./verdicts.js";

describe("entriesOf", () => {
  it.each([
    ["<<>>", []],
    ["<<1, <<2, 3>>, {4, 5}>>", ["1", "<<2, 3>>", "{4, 5}"]],
    ['{"a, b", "c>>"}', ['"a, b"', '"c>>"']],
    ["[a |-> <<1, 2>>, b |-> {}]", ["a |-> <<1, 2>>", "b |-> {}"]],
    ["(1 :> <<>> @@ 2 :> <<3, 4>>)", ["1 :> <<>>", "2 :> <<3, 4>>"]],
  ])("splits %s", (text, entries) => {
    expect(entriesOf(text)).toEqual(entries);
  });

  it.each(["12", "Nobody", '"<<1, 2>>"', "<<1, 2", "<<1}, {2>>"])("leaves %s whole", (text) => {
    expect(entriesOf(text)).toBe(null);
  });
});

describe("shortened", () => {
  it("keeps what fits, on one line", () => {
    expect(shortened("<<1,\n    2>>", 20)).toBe("<<1, 2>>");
  });

  it("cuts in the middle and says how many entries there are", () => {
    const text = shortened(longLog(120), 80);
    expect(text.length).toBeLessThanOrEqual(80);
    expect(text).toMatch(/^<<\[val .* … .*<<1, 120>>\]>> \(120 entries\)$/);
  });
});

describe("a list without brackets", () => {
  const acks = (...counters: readonly number[]) => counters.map((n) => `ACK(1:${n})`).join(", ");

  it("is counted where it is cut", () => {
    expect(shortened(acks(1, 2, 3, 4, 5, 6), 40)).toMatch(/^ACK\(1:1\).* … .*6\) \(6 entries\)$/);
  });

  it("parts like any other", () => {
    const [one, other] = [acks(1, 2, 3, 4), acks(1, 2, 9, 4)];
    expect(partingOf(one, other)).toEqual({ entry: 3, one: "ACK(1:3)", other: "ACK(1:9)" });
    expect(partingOf(one, `{${other}}`)).toBe(null);
  });
});

describe("partingOf", () => {
  it("finds the first entry that differs, or that only one has", () => {
    expect(partingOf("<<1, 2, 3>>", "<<1, 5, 3>>")).toEqual({ entry: 2, one: "2", other: "5" });
    expect(partingOf("<<1>>", "<<1, 5>>")).toEqual({ entry: 2, one: null, other: "5" });
  });

  it("finds none in equal values, or in those of two kinds", () => {
    expect(partingOf("<<1>>", "<<1>>")).toBe(null);
    expect(partingOf("<<1>>", "{2}")).toBe(null);
    expect(partingOf("1", "2")).toBe(null);
  });
});

describe("valueLines", () => {
  it("shows the entry that differs where cutting would hide it", () => {
    const values = [
      { text: "memLog[f]", value: longLog(40, 21) },
      { text: "memLog[l]", value: longLog(55) },
    ];
    const lines = valueLines(values, 80);
    expect(lines.slice(2)).toEqual([
      "they part at entry 21:",
      '  [val |-> "other", zxid |-> <<1, 1>>]',
      '  [val |-> "v", zxid |-> <<1, 21>>]',
    ]);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
  });

  it("says of a condition whether it holds", () => {
    const values = [{ text: 'phase[f] = "sync"', value: "FALSE" }];
    expect(valueLines(values, 80)).toEqual(['phase[f] = "sync" is FALSE']);
  });

  it("adds nothing where the values are short", () => {
    const values = [
      { text: "a", value: "<<1>>" },
      { text: "b", value: "<<2>>" },
    ];
    expect(valueLines(values, 80)).toEqual(["a = <<1>>", "b = <<2>>"]);
  });
});
