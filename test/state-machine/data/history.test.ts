import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  History,
  IsNextZxid,
  Zero,
  compareZxid,
  sameZxid,
  type Txn,
  type Zxid,
} from "#state-machine";
import { history, historyOf, plain, zxid } from "../../support/arbitraries.js";

/** A history and its twin: the same entries in an array, nothing forgotten there. */
const twins = fc
  .tuple(fc.array(fc.constantFrom(0, 0, 0, 1, 2), { maxLength: 8 }), fc.nat({ max: 8 }))
  .map(([strides, forgotten]) => {
    const whole = historyOf(strides);
    const base = Math.min(forgotten, whole.length);
    return { whole: whole.slice(0, whole.length), base, held: whole.forget(base) };
  });

const at = (whole: readonly Txn[], index: number): Zxid => whole[index - 1]?.zxid ?? Zero;

describe("History", () => {
  it("keeps the positions of its entries when a prefix is forgotten", () => {
    fc.assert(
      fc.property(twins, ({ whole, base, held }) => {
        expect(held.length).toBe(whole.length);
        expect(held.baseLength).toBe(base);
        expect(held.lastZxid).toEqual(at(whole, whole.length));
        for (let index = 0; index <= whole.length + 1; index += 1) {
          const known = index > base && index <= whole.length;
          expect(held.at(index)).toBe(known ? whole[index - 1] : undefined);
          const named = known || index === base;
          expect(held.zxidAt(index)).toEqual(named ? at(whole, index) : undefined);
        }
      }),
    );
  });

  it("finds a zxid where a search from the front finds it, if it is not forgotten", () => {
    fc.assert(
      fc.property(twins, zxid, ({ whole, base, held }, z) => {
        const all = whole.map((_, k) => k + 1);
        const found = sameZxid(z, Zero) ? 0 : all.find((k) => sameZxid(at(whole, k), z));
        expect(held.indexOf(z)).toBe(found !== undefined && found >= base ? found : -1);
        const below = all.filter((k) => compareZxid(at(whole, k), z) <= 0).length;
        expect(held.lastIndexUpTo(z)).toBe(Math.max(base, below));
      }),
      { numRuns: 1000 },
    );
  });

  it("takes, slices and appends like an array", () => {
    fc.assert(
      fc.property(twins, fc.nat({ max: 9 }), fc.nat({ max: 9 }), ({ whole, base, held }, a, b) => {
        expect(held.slice(a, b)).toEqual(whole.slice(Math.max(a, base), Math.max(b, base)));
        const length = Math.max(a, base);
        expect(held.take(length).slice(0, 9)).toEqual(whole.slice(base, length));
        const next = { zxid: { epoch: 50, counter: 1 }, val: 0 };
        expect(held.append(next).slice(0, 9)).toEqual([...whole.slice(base), next]);
      }),
    );
  });

  it("forgets no more than it holds, and nothing twice", () => {
    fc.assert(
      fc.property(twins, fc.nat({ max: 10 }), ({ base, held }, length) => {
        const forgot = held.forget(length);
        const expected = length > base && length <= held.length ? length : base;
        expect(forgot.baseLength).toBe(expected);
        expect(forgot.lastZxid).toEqual(held.lastZxid);
        if (expected === base) expect(forgot).toBe(held);
      }),
    );
  });

  it("is a prefix exactly if every position that both remember agrees", () => {
    fc.assert(
      fc.property(history, history, fc.nat({ max: 7 }), (g, h, cut) => {
        const part = h.take(Math.max(h.baseLength, cut));
        expect(part.isPrefixOf(h)).toBe(part.length <= h.length);
        const base = Math.max(g.baseLength, h.baseLength);
        const positions = Array.from({ length: 8 }, (_, k) => k);
        const agree = positions
          .filter((k) => k >= base && k <= g.length)
          .every((k) => compareZxid(g.zxidAt(k) ?? Zero, h.zxidAt(k) ?? Zero) === 0);
        expect(g.isPrefixOf(h)).toBe(g.length <= h.length && g.length >= base && agree);
      }),
      { numRuns: 1000 },
    );
  });

  it("begins behind a snapshot with the place of its last txn", () => {
    const behind = History.behind(7, { epoch: 2, counter: 3 });
    const next = { zxid: { epoch: 2, counter: 4 }, val: "x" };
    expect([behind.length, behind.lastZxid]).toEqual([7, { epoch: 2, counter: 3 }]);
    expect(behind.append(next).at(8)).toBe(next);
    expect(plain(History.empty)).toEqual({ baseLength: 0, baseZxid: Zero, entries: [] });
  });
});

describe("zxids", () => {
  it("are ordered by epoch, then by counter", () => {
    fc.assert(
      fc.property(zxid, zxid, (a, b) => {
        const rank = (z: Zxid) => z.epoch * 1000 + z.counter;
        expect(Math.sign(compareZxid(a, b))).toBe(Math.sign(rank(a) - rank(b)));
        expect(sameZxid(a, b)).toBe(rank(a) === rank(b));
      }),
    );
  });

  it("follow each other by one, or begin a later epoch at one", () => {
    fc.assert(
      fc.property(zxid, zxid, (a, b) => {
        const within = a.epoch === b.epoch && b.counter - a.counter === 1;
        expect(IsNextZxid(a, b)).toBe(within || (b.epoch > a.epoch && b.counter === 1));
      }),
      { numRuns: 1000 },
    );
  });
});
