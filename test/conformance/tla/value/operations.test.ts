import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  arithmetic,
  compare,
  EvaluationError,
  LazySet,
  Operations,
  ValueTable,
  type Value,
} from "#conformance/tla";

const table = new ValueTable();
const ops = new Operations(table);
const small = fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 14 });
const Nat = new LazySet({ form: "Nat" });

describe("integers", () => {
  it("divide as in TLC: \\div rounds down and % is what is left over", () => {
    const pairs: [number, number, number, number][] = [
      [7, 2, 3, 1],
      [-7, 2, -4, 1],
      [6, 3, 2, 0],
      [-6, 3, -2, 0],
    ];
    for (const [a, b, quotient, rest] of pairs) {
      expect(arithmetic("\\div", a, b)).toBe(quotient);
      expect(arithmetic("%", a, b)).toBe(rest);
    }
    expect(arithmetic("\\div", 7, -2)).toBe(-4);
    expect(() => arithmetic("\\div", 1, 0)).toThrow("1 \\div 0");
    expect(() => arithmetic("%", 1, -2)).toThrow("the divisor is not > 0");
  });

  it("have no way out of what is kept, and no zero below zero", () => {
    expect(() => arithmetic("+", 2 ** 29 - 1, 1)).toThrow("536870912 is outside");
    expect(() => arithmetic("*", 2 ** 28, -4)).toThrow("outside");
    expect(() => arithmetic("^", 2, 40)).toThrow("outside");
    expect(Object.is(arithmetic("*", 0, -1), 0)).toBe(true);
    expect(arithmetic("^", 2, 10)).toBe(1024);
    expect(() => arithmetic("^", 0, 0)).toThrow("0 ^ 0");
    expect(() => arithmetic("-", "a", 1)).toThrow('the left side of - is "a"');
    expect(() => compare("<", 1, true)).toThrow("the right side of < is TRUE");
  });
});

describe("equality", () => {
  it("raises between kinds, but not with a model value", () => {
    const None = table.model("None");
    const different: [Value, Value][] = [
      [1, "a"],
      [true, 1],
      [table.emptySet, table.emptySequence],
      [table.set([1]), table.set(["a"])],
      [table.record([["a", 1]]), table.record([["a", "b"]])],
    ];
    for (const [a, b] of different) expect(() => ops.equal(a, b)).toThrow(EvaluationError);
    for (const a of [1, "a", true, table.emptySet, table.emptySequence]) {
      expect(ops.equal(a, None)).toBe(false);
      expect(ops.equal(None, a)).toBe(false);
    }
    expect(ops.equal(table.record([["a", 1]]), table.record([["b", "b"]]))).toBe(false);
  });
});

describe("sets", () => {
  it("combine as sets of numbers do", () => {
    fc.assert(
      fc.property(small, small, (a, b) => {
        const [left, right] = [table.set(a), table.set(b)];
        const [x, y] = [new Set(a), new Set(b)];
        expect(ops.combine("\\cup", left, right)).toBe(table.set([...a, ...b]));
        expect(ops.combine("\\cap", left, right)).toBe(table.set([...x].filter((k) => y.has(k))));
        expect(ops.combine("\\", left, right)).toBe(table.set([...x].filter((k) => !y.has(k))));
        expect(ops.cardinality(left)).toBe(x.size);
        expect(ops.subset(left, right)).toBe([...x].every((k) => y.has(k)));
        for (let k = 0; k < 13; k++) expect(ops.member(k, left)).toBe(x.has(k));
      }),
    );
  });

  it("that are infinite or huge know their members and refuse to be listed", () => {
    const txn = new LazySet({
      form: "records",
      fields: [
        ["zxid", new LazySet({ form: "times", sets: [Nat, Nat] })],
        ["val", Nat],
      ],
    });
    const history = new LazySet({ form: "Seq", of: txn });
    const record = (zxid: Value[], val: Value) =>
      table.record([
        ["zxid", table.tuple(zxid)],
        ["val", val],
      ] as const);
    expect(ops.member(table.tuple([record([1, 2], 3), record([1, 3], 3)]), history)).toBe(true);
    expect(ops.member(table.tuple([record([1, 2], -3)]), history)).toBe(false);
    expect(ops.member(table.tuple([record([1, 2, 3], 3)]), history)).toBe(false);
    expect(ops.member(table.tuple([table.record([["val", 1]])]), history)).toBe(false);
    expect(() => ops.member(table.tuple([1]), history)).toThrow("of another kind");
    expect(() => ops.elements(history)).toThrow("the set of the form Seq is infinite");
    expect(() => table.uid(history)).toThrow("has not been written out");
    const huge = new LazySet({ form: "SUBSET", of: table.range(1, 40) });
    expect(ops.member(table.set([3, 40]), huge)).toBe(true);
    expect(ops.member(table.set([3, 41]), huge)).toBe(false);
    expect(() => ops.cardinality(huge)).toThrow("more than 65536 are not listed");
    const either = ops.combine("\\cup", table.set([-1]), Nat);
    expect([-2, -1, 0].map((k) => ops.member(k, either))).toEqual([false, true, true]);
    expect(ops.combine("\\cap", table.set([-1, 1]), Nat)).toBe(table.set([1]));
    const others = ops.combine("\\", Nat, table.set([1]));
    expect([-1, 1, 2].map((k) => ops.member(k, others))).toEqual([false, false, true]);
  });

  it("that are small are listed", () => {
    const [a, b] = [table.set([1, 2]), table.set(["x", "y"])];
    const lists: [LazySet, string][] = [
      [new LazySet({ form: "SUBSET", of: a }), "{{}, {1}, {2}, {1, 2}}"],
      [
        new LazySet({ form: "functions", from: a, to: b }),
        '{<<"x", "x">>, <<"x", "y">>, <<"y", "x">>, <<"y", "y">>}',
      ],
      [new LazySet({ form: "records", fields: [["f", a]] }), "{[f |-> 1], [f |-> 2]}"],
      [
        new LazySet({ form: "times", sets: [a, b] }),
        '{<<1, "x">>, <<1, "y">>, <<2, "x">>, <<2, "y">>}',
      ],
    ];
    for (const [set, text] of lists) {
      expect(ops.toString(set)).toBe(text);
      for (const element of ops.elements(set)) expect(ops.member(element, set)).toBe(true);
      expect(ops.equal(set, table.set(ops.elements(set)))).toBe(true);
    }
    expect(ops.cardinality(ops.permutations(table.range(1, 4)))).toBe(24);
  });

  it("take what is no set for an error", () => {
    expect(() => ops.member(1, 2)).toThrow("2 is no set");
    expect(() => ops.combine("\\cup", table.emptySet, 2)).toThrow("2 is no set");
    expect(() => ops.union(table.set([1]))).toThrow("1 is no set");
    expect(() => ops.member("a", table.set([1]))).toThrow("different kinds");
  });
});

describe("functions", () => {
  it("say where they are not defined", () => {
    const s1 = table.model("s1");
    const f = table.fcn([[s1, 5]]);
    expect(ops.apply(f, s1)).toBe(5);
    expect(() => ops.apply(f, table.model("s2"))).toThrow("s2 is not in the domain of (s1 :> 5)");
    expect(() => ops.apply(5, s1)).toThrow("5 is no function");
    expect(ops.except(f, s1, (old) => (old as number) + 1)).toBe(table.fcn([[s1, 6]]));
    expect(ops.except(f, s1, (old) => old)).toBe(f);
    expect(() => ops.except(f, 1, (old) => old)).toThrow("EXCEPT at 1");
    expect(
      ops.merged(
        f,
        table.fcn([
          [s1, 0],
          [1, 2],
        ] as const),
      ),
    ).toBe(
      table.fcn([
        [s1, 5],
        [1, 2],
      ] as const),
    );
    expect(ops.single(1, 9)).toBe(table.tuple([9]));
  });
});
