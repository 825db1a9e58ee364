import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Operations, Sequence, ValueTable, type Value } from "#conformance/tla";

/** A value described without a table: what a naive implementation would hold. */
type Plain =
  | number
  | string
  | boolean
  | { readonly model: string }
  | { readonly seq: readonly Plain[] }
  | { readonly set: readonly Plain[] }
  | { readonly record: readonly (readonly [string, Plain])[] };

const number = fc.integer({ min: -3, max: 9 });
const { value: anything } = fc.letrec<{ value: Plain; sets: Plain }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    number,
    fc.constantFrom("a", "b", "LEADING"),
    fc.boolean(),
    fc.constantFrom({ model: "s1" }, { model: "s2" }),
    fc.array(tie("value"), { maxLength: 4 }).map((seq) => ({ seq })),
    tie("sets"),
    fc
      .uniqueArray(fc.constantFrom("x", "y", "z"), { maxLength: 3 })
      .chain((names) =>
        fc
          .tuple(...names.map(() => tie("value")))
          .map((values) => ({ record: names.map((name, k) => [name, values[k] as Plain]) })),
      ) as fc.Arbitrary<Plain>,
  ),
  sets: fc.oneof(
    fc.array(number, { maxLength: 5 }).map((set) => ({ set })),
    fc.array(fc.array(number, { maxLength: 3 }), { maxLength: 3 }).map((rows) => ({
      set: rows.map((seq) => ({ seq })),
    })),
  ),
}));

function make(table: ValueTable, plain: Plain): Value {
  if (typeof plain !== "object") return plain;
  if ("model" in plain) return table.model(plain.model);
  if ("seq" in plain) return table.tuple(plain.seq.map((item) => make(table, item)));
  if ("set" in plain) return table.set(plain.set.map((item) => make(table, item)));
  return table.record(plain.record.map(([name, value]) => [name, make(table, value)]));
}

/** One text for equal values and different texts for others, by sorting alone. */
function canonical(plain: Plain): string {
  if (typeof plain !== "object") return JSON.stringify(plain);
  if ("model" in plain) return `model ${plain.model}`;
  if ("seq" in plain) return `<${plain.seq.map(canonical).join()}>`;
  if ("set" in plain) return `{${[...new Set(plain.set.map(canonical))].sort().join()}}`;
  if (plain.record.length === 0) return "<>";
  const fields = plain.record.map(([name, value]) => `${name}:${canonical(value)}`);
  return `[${fields.sort().join()}]`;
}

describe("ValueTable", () => {
  it("makes equal values one object, and different ones two", () => {
    let equal = 0;
    fc.assert(
      fc.property(anything, anything, (a, b) => {
        const table = new ValueTable();
        const same = canonical(a) === canonical(b);
        if (same) equal += 1;
        expect(make(table, a) === make(table, b)).toBe(same);
        expect(make(table, a)).toBe(make(table, a));
      }),
      { numRuns: 2000 },
    );
    expect(equal).toBeGreaterThan(10);
  });

  it("prints equal values alike, whatever was made before them", () => {
    fc.assert(
      fc.property(anything, fc.array(anything, { maxLength: 4 }), (plain, before) => {
        const [fresh, used] = [new ValueTable(), new ValueTable()];
        for (const other of before) make(used, other);
        expect(used.text(make(used, plain))).toBe(fresh.text(make(fresh, plain)));
      }),
      { numRuns: 500 },
    );
  });

  it("prints as TLC does", () => {
    const t = new ValueTable();
    const [s1, s3] = [t.model("s1"), t.model("s3")];
    const texts: [Value, string][] = [
      [t.tuple([1, 2]), "<<1, 2>>"],
      [t.emptySequence, "<<>>"],
      [t.record([["a", 1]]), "[a |-> 1]"],
      [
        t.record([
          ["b", t.tuple(["x"])],
          ["a", true],
        ] as const),
        '[a |-> TRUE, b |-> <<"x">>]',
      ],
      [
        t.fcn([
          [3, 2],
          [1, 2],
        ] as const),
        "(1 :> 2 @@ 3 :> 2)",
      ],
      [
        t.fcn([
          [s3, t.emptySet],
          [s1, -1],
        ] as const),
        "(s1 :> -1 @@ s3 :> {})",
      ],
      [t.fcn([["not a name", 1]]), '("not a name" :> 1)'],
      [t.set([10, 9, 2]), "{2, 9, 10}"],
      [t.set([t.set([2]), t.set([1])]), "{{1}, {2}}"],
      ['say "so"', '"say \\"so\\""'],
    ];
    for (const [value, text] of texts) expect(t.text(value)).toBe(text);
  });

  it("takes every function on 1..n for a sequence, and the empty one too", () => {
    const t = new ValueTable();
    const pair = t.tuple([7, 8]);
    expect(
      t.fcn([
        [2, 8],
        [1, 7],
      ] as const),
    ).toBe(pair);
    expect(t.over(t.range(1, 2), [7, 8])).toBe(pair);
    expect(new Operations(t).merged(t.fcn([[2, 8]]), t.fcn([[1, 7]]))).toBe(pair);
    expect(t.record([])).toBe(t.emptySequence);
    expect(t.domain(pair)).toBe(t.set([2, 1]));
    expect(
      t.fcn([
        [0, 7],
        [1, 8],
      ] as const),
    ).not.toBeInstanceOf(Sequence);
  });

  it("refuses a set of two kinds, but for model values", () => {
    const t = new ValueTable();
    expect(() => t.set([1, "a"])).toThrow('a set cannot hold both 1 and "a"');
    expect(() => t.set([t.emptySet, t.emptySequence])).toThrow("different kinds");
    expect(() => t.set([t.tuple([1]), t.tuple(["a"])])).toThrow("different kinds");
    expect(() => t.set([t.tuple([1]), t.record([["a", 1]])])).toThrow("different kinds");
    expect(() => t.set([t.record([["a", 1]]), t.fcn([[5, 1]])])).toThrow("different kinds");
    expect(t.text(t.set([t.model("None"), 1]))).toBe("{1, None}");
  });

  it("finds the two of different kinds among many, wherever they stand", () => {
    const t = new ValueTable();
    const [short, numbers, strings] = [t.tuple([2]), t.tuple([0, 0]), t.tuple(["a", "b"])];
    const message = /^a set cannot hold both <<0, 0>> and <<"a", "b">>/;
    const orders = [
      [short, numbers, strings],
      [numbers, short, strings],
      [strings, t.model("None"), numbers, short],
    ];
    for (const items of orders) expect(() => t.set(items)).toThrow(message);
    expect(t.set([short, numbers, t.tuple([1, "a"]), t.tuple([1])]).elements).toHaveLength(4);
  });

  it("forgets what is not reached from the roots, and keeps what is, as it is", () => {
    fc.assert(
      fc.property(
        fc.array(anything, { maxLength: 6 }),
        fc.array(anything, { maxLength: 6 }),
        (kept, dropped) => {
          const table = new ValueTable();
          for (const plain of dropped) make(table, plain);
          const roots = kept.map((plain) => make(table, plain));
          table.retain(roots);
          const alone = new ValueTable();
          for (const plain of kept) make(alone, plain);
          for (const name of ["s1", "s2"]) [table, alone].forEach((t) => t.model(name));
          expect(table.size).toBeLessThanOrEqual(alone.size + 3);
          expect(kept.map((plain) => make(table, plain))).toEqual(roots);
          kept.forEach((plain, k) => expect(make(table, plain)).toBe(roots[k]));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("keeps its size when a long history moves on", () => {
    const t = new ValueTable();
    const ops = new Operations(t);
    let h: Sequence = t.emptySequence;
    for (let k = 0; k < 10_000; k++) {
      h = t.append(h, t.record([["zxid", t.tuple([1, k])]]));
      if (h.length > 100) h = ops.sequences.subSeq(h, 2, h.length);
      if (k % 1000 === 999) t.retain([h]);
    }
    expect(h.length).toBe(100);
    expect(t.size).toBeLessThan(1000);
  });
});
