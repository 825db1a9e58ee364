import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Seq } from "#state-machine";

type Move =
  | { readonly of: number; readonly append: number }
  | { readonly of: number; readonly drop: number }
  | { readonly of: number; readonly take: number };

/** A move on one of the views made so far; few values, so that appends repeat each other. */
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ of: fc.nat({ max: 30 }), append: fc.nat({ max: 2 }) }) },
  fc.record({ of: fc.nat({ max: 30 }), drop: fc.nat({ max: 3 }) }),
  fc.record({ of: fc.nat({ max: 30 }), take: fc.nat({ max: 6 }) }),
);

describe("Seq", () => {
  it("is an array that nobody can change, whatever its relatives do", () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
        const views: [Seq<number>, number[]][] = [[Seq.of<number>(), []]];
        for (const m of moves) {
          const [view, twin] = views[m.of % views.length] as [Seq<number>, number[]];
          if ("append" in m) views.push([view.append(m.append), [...twin, m.append]]);
          else if ("drop" in m) views.push([view.drop(m.drop), twin.slice(m.drop)]);
          else views.push([view.take(m.take), twin.slice(0, m.take)]);
        }
        for (const [view, twin] of views) {
          expect(view.toArray()).toEqual(twin);
          expect(view.length).toBe(twin.length);
          expect([view.head, view.last]).toEqual([twin[0], twin.at(-1)]);
          expect(view.at(-1)).toBeUndefined();
          expect(view.at(twin.length)).toBeUndefined();
          expect(view.map((x) => x + 1).toArray()).toEqual(twin.map((x) => x + 1));
        }
      }),
      { numRuns: 500 },
    );
  });

  it("copies what it is made from", () => {
    const source = [1, 2];
    const seqs = [Seq.from(source), Seq.of(...source), Seq.of<number>().appendAll(source)];
    source[0] = 9;
    for (const seq of seqs) expect(seq.toArray()).toEqual([1, 2]);
  });

  it("follows a longer view without copying, as the disk follows the memory", () => {
    const [a, b] = [{}, {}];
    const memory = Seq.of<object>().append(a).append(b);
    const disk = memory.take(0).append(a);
    expect(disk.sharesCellsWith(memory)).toBe(true);
    expect(disk.append({}).sharesCellsWith(memory)).toBe(false);
    expect(memory.toArray()).toEqual([a, b]);
  });

  it("appends and drops in time that does not grow, and lets go of what was dropped", () => {
    let queue = Seq.of<number>();
    for (let k = 0; k < 200_000; k += 1) {
      queue = queue.append(k);
      if (k >= 10) queue = queue.drop(1);
    }
    expect(queue.toArray()).toEqual(Array.from({ length: 10 }, (_, k) => 199_990 + k));
  });
});
