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
        expect(ops.sequences.length(h)).toBe(items.length);
        expect(table.items(h)).toEqual(items);
        items.forEach((item, k) => expect(table.apply(h, k + 1)).toBe(item));
        expect(table.find(h, 0)).toBeUndefined();
        expect(table.find(h, items.length + 1)).toBeUndefined();
        const [from, to] = [m + 1, n];
        const inside = to < from || to <= items.length;
        if (!inside) expect(() => ops.sequences.subSeq(h, from, to)).toThrow("SubSeq");
        else expect(ops.sequences.subSeq(h, from, to)).toBe(table.tuple(items.slice(from - 1, to)));
      }),
      { numRuns: 1000 },
    );
  });

  it("is the same object whichever way it was reached", () => {
    fc.assert(
      fc.property(list, list, (a, b) => {
        const { table, ops } = setting();
        const [g, h] = [table.tuple(a), table.tuple(b)];
        expect(ops.sequences.concat(g, h)).toBe(table.tuple([...a, ...b]));
        if (a.length > 0) {
          expect(ops.sequences.tail(g)).toBe(table.tuple(a.slice(1)));
          expect(ops.sequences.head(g)).toBe(a[0]);
        }
        expect(ops.sequences.selectSeq(g, (x: Value) => x === 1)).toBe(
          table.tuple(a.filter((x) => x === 1)),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it("is one object for its items, however long queues were filled, emptied and forgotten", () => {
    const step = fc.record({
      what: fc.constantFrom(
        "append",
        "append",
        "append",
        "tail",
        "tail",
        "prefix",
        "swap",
        "forget",
      ),
      queue: fc.nat(2),
      item: fc.nat(1),
      times: fc.nat(60),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { table, ops } = setting();
        const plain: number[][] = [[], [], []];
        const queues = plain.map(() => ops.sequences.subSeq(table.tuple([]), 1, 0));
        let known = new Map<string, Value>();
        const check = (k: number) => {
          const items = plain[k] ?? [];
          const h = queues[k] as Value;
          const key = items.join();
          expect(known.get(key) ?? h).toBe(h);
          known.set(key, h);
          expect(ops.sequences.length(h)).toBe(items.length);
          if (items.length > 0) expect(ops.sequences.head(h)).toBe(items[0]);
        };
        for (const { what, queue, item, times } of steps) {
          const other = (queue + 1) % 3;
          if (what === "swap") {
            queues[other] = table.tuple(plain[queue] ?? []) as never;
            plain[other] = [...(plain[queue] ?? [])];
            check(other);
          } else if (what === "forget") {
            table.retain(queues);
            known = new Map(queues.map((h, k) => [(plain[k] ?? []).join(), h]));
          } else {
            for (let time = 0; time < times; time += 1) {
              const items = plain[queue] ?? [];
              const h = queues[queue] as Value;
              if (what === "append") {
                queues[queue] = ops.sequences.append(h, item);
                items.push(item);
              } else if (items.length > 0) {
                queues[queue] =
                  what === "tail"
                    ? ops.sequences.tail(h)
                    : ops.sequences.subSeq(h, 1, items.length - 1);
                if (what === "tail") items.shift();
                else items.pop();
              }
              check(queue);
            }
          }
        }
        queues.forEach((h, k) => {
          const items = plain[k] ?? [];
          expect(table.items(h)).toEqual(items);
          expect(table.tuple(items)).toBe(h);
          items.forEach((item, at) => expect(table.apply(h, at + 1)).toBe(item));
          if (items.length > 3) {
            expect(ops.except(h, 3, () => 7)).toBe(table.tuple(items.with(2, 7)));
            expect(ops.sequences.subSeq(h, 3, items.length)).toBe(table.tuple(items.slice(2)));
            expect(
              table.equal(
                h,
                ops.except(h, 3, () => 7),
              ),
            ).toBe(false);
          }
        });
      }),
      { numRuns: 500 },
    );
  });

  it("costs as much as its changes, when it is a long queue that moves on", () => {
    const { table, ops } = setting();
    let queue = table.tuple(Array.from({ length: 1_000 }, (_, k) => k));
    const before = table.size;
    for (let k = 0; k < 10_000; k += 1)
      queue = ops.sequences.tail(ops.sequences.append(queue, 1_000 + k));
    expect(ops.sequences.length(queue)).toBe(1_000);
    // Two objects a step; that the chain is made anew from time to time adds less than that.
    expect(table.size - before).toBeLessThan(4 * 10_000);
    table.retain([queue]);
    expect(table.size).toBeLessThan(4 * 1_000);
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
    expect(ops.sequences.tail(h).length).toBe(length - 1);
    let queue = h;
    for (let k = 0; k < 5; k++) queue = ops.sequences.append(ops.sequences.tail(queue), k);
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
    expect(() => ops.sequences.head(table.emptySequence)).toThrow("Head of the empty sequence");
    expect(() => ops.sequences.tail(table.emptySequence)).toThrow("Tail of the empty sequence");
    expect(() => ops.sequences.append(table.emptySet, 1)).toThrow(
      "Append of {}, which is no sequence",
    );
  });
});
