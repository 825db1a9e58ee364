import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Operations, ValueTable, type Value } from "#conformance/tla";

// Sequences against plain arrays: two lists of operations, one on each.

const list = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 40 });

function setting() {
  const table = new ValueTable();
  return { table, ops: new Operations(table) };
}

describe("a sequence", () => {
  it("has the items, the prefixes and the parts that an array has", () => {
    fc.assert(
      fc.property(list, fc.nat(40), fc.nat(41), (items, m, n) => {
        const { table, ops } = setting();
        const h = table.tuple(items);
        expect(ops.length(h)).toBe(items.length);
        expect(table.items(h)).toEqual(items);
        items.forEach((item, k) => expect(table.apply(h, k + 1)).toBe(item));
        expect(table.find(h, 0)).toBeUndefined();
        expect(table.find(h, items.length + 1)).toBeUndefined();
        const [from, to] = [m + 1, n];
        const inside = to < from || to <= items.length;
        if (!inside) expect(() => ops.subSeq(h, from, to)).toThrow("SubSeq");
        else expect(ops.subSeq(h, from, to)).toBe(table.tuple(items.slice(from - 1, to)));
      }),
      { numRuns: 1000 },
    );
  });

  it("is the same object whichever way it was reached", () => {
    fc.assert(
      fc.property(list, list, (a, b) => {
        const { table, ops } = setting();
        const [g, h] = [table.tuple(a), table.tuple(b)];
        expect(ops.concat(g, h)).toBe(table.tuple([...a, ...b]));
        if (a.length > 0) {
          expect(ops.tail(g)).toBe(table.tuple(a.slice(1)));
          expect(ops.head(g)).toBe(a[0]);
        }
        expect(ops.selectSeq(g, (x: Value) => x === 1)).toBe(table.tuple(a.filter((x) => x === 1)));
      }),
      { numRuns: 1000 },
    );
  });

  it("changes one item and no other", () => {
    fc.assert(
      fc.property(list, fc.nat(39), fc.integer({ min: 0, max: 3 }), (items, at, item) => {
        const { table, ops } = setting();
        const h = table.tuple(items);
        if (at >= items.length) {
          expect(() => ops.except(h, at + 1, () => item)).toThrow("not in DOMAIN");
        } else {
          expect(ops.except(h, at + 1, () => item)).toBe(table.tuple(items.with(at, item)));
          expect(table.items(h)).toEqual(items);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("of a hundred thousand items is read, grows and loses its first without a deep call", () => {
    const { table, ops } = setting();
    const length = 100_000;
    const h = table.tuple(Array.from({ length }, (_, k) => k % 1000));
    expect(table.apply(h, 50_001)).toBe(0);
    expect(ops.tail(h).length).toBe(length - 1);
    let queue = h;
    for (let k = 0; k < 5; k++) queue = ops.append(ops.tail(queue), k);
    expect(queue.length).toBe(length);
    expect(table.items(queue).slice(-2)).toEqual([3, 4]);
    expect(queue.first).toBe(5);
  });

  it("compares with another one up to where they differ", () => {
    const { table, ops } = setting();
    const same = Array.from({ length: 1000 }, (_, k) => k);
    const tuple = (...more: Value[]) => table.tuple([...same, ...more]);
    expect(ops.equal(tuple(1, 2), tuple(2, 2))).toBe(false);
    expect(ops.equal(tuple(1), tuple(1, "a"))).toBe(false);
    expect(() => ops.equal(tuple(1, "a"), tuple(1, 2))).toThrow("different kinds");
    expect(ops.equal(tuple(1, "a"), tuple(2, 2))).toBe(false);
  });

  it("of nothing has neither head nor tail", () => {
    const { table, ops } = setting();
    expect(() => ops.head(table.emptySequence)).toThrow("Head of the empty sequence");
    expect(() => ops.tail(table.emptySequence)).toThrow("Tail of the empty sequence");
    expect(() => ops.append(table.emptySet, 1)).toThrow("Append of {}, which is no sequence");
  });
});
