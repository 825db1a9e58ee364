import { expect, it } from "vitest";
import { Pieces } from "../../../dist/conformance/tla/pieces.js";

/** A recursion down to `end`, which remembers what it finds; and how deep its calls got. */
function recursion(pieces: Pieces, end: number) {
  const known = new Map<number, number>();
  const depth = { now: 0, most: 0 };
  const evaluate = (n: number): number => {
    depth.now += 1;
    depth.most = Math.max(depth.most, depth.now);
    try {
      return n === end ? 0 : 1 + sum(n - 1);
    } finally {
      depth.now -= 1;
    }
  };
  const remembered = (n: number) => {
    const value = evaluate(n);
    known.set(n, value);
    return value;
  };
  const sum = (n: number): number => {
    const value = known.get(n);
    if (value !== undefined) return value;
    if (!pieces.enter()) return pieces.alone(() => remembered(n)) as number;
    const found = remembered(n);
    pieces.leave();
    return found;
  };
  return { sum, depth };
}

it("lets no more calls stand in each other than it was told, and finds the same", () => {
  const { sum, depth } = recursion(new Pieces(3, 100), 0);
  expect(sum(50)).toBe(50);
  expect(depth).toEqual({ now: 0, most: 3 });
  expect(sum(60)).toBe(60);
});

it("says that a recursion has no end, and goes on with the next one", () => {
  const pieces = new Pieces(3, 20);
  const { sum } = recursion(pieces, 0);
  expect(() => sum(-1)).toThrow("the recursion has no end");
  expect(sum(50)).toBe(50);
  expect(() => recursion(new Pieces(3, 10), 0).sum(50)).toThrow("the recursion has no end");
});
