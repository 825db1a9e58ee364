import { generatePassword, isPassword, SessionMap, SessionTracker } from "#service";
import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

/** The generator of `java.util.Random` as its documentation has it, with big integers. */
function slowPassword(hi: number, lo: number): string {
  const mask = (1n << 48n) - 1n;
  const id = (BigInt.asUintN(32, BigInt(hi)) << 32n) | BigInt.asUintN(32, BigInt(lo));
  let state = (id ^ 0xb3415c00n ^ 0x5deece66dn) & mask;
  const bytes: number[] = [];
  for (let i = 0; i < 4; i += 1) {
    state = (state * 0x5deece66dn + 0xbn) & mask;
    const word = Number((state >> 16n) & 0xffffffffn);
    for (let shift = 0; shift < 32; shift += 8) bytes.push((word >>> shift) & 255);
  }
  return Buffer.from(bytes).toString("hex");
}

describe("generatePassword", () => {
  it.each([
    [0, 1, "054cc74a37327db215e702e20c73f005"],
    [0x02000000, 1, "054cc74a37327db215e702e20c73f005"],
    [0x01000000, 0, "f22acd4a97e69d6d20a49bb638eadb38"],
    [0x01000017, 0x05940000, "8ea07d5a03223a591cf913d58481c22e"],
  ])("gives session %i, %i the password ZooKeeper gives it", (hi, lo, password) => {
    expect(generatePassword(hi, lo).toString("hex")).toBe(password);
  });

  test.prop([int32, int32])("is Java's generator for every session", (hi, lo) => {
    expect(generatePassword(hi, lo).toString("hex")).toBe(slowPassword(hi, lo));
  });
});

describe("isPassword", () => {
  it("knows the right one, and none for session 0", () => {
    expect(isPassword(0, 1, generatePassword(0, 1))).toBe(true);
    expect(isPassword(0, 1, generatePassword(0, 2))).toBe(false);
    expect(isPassword(0, 1, null)).toBe(false);
    expect(isPassword(0, 1, Buffer.alloc(0))).toBe(false);
    expect(isPassword(0, 0, generatePassword(0, 0))).toBe(false);
  });
});

describe("SessionMap", () => {
  const key = fc.tuple(fc.integer({ min: -1, max: 1 }), fc.integer({ min: -2, max: 2 }));
  const operation = fc.tuple(fc.constantFrom("set", "delete"), key, fc.integer());

  test.prop([fc.array(operation)])("does what a map keyed by text does", (operations) => {
    const map = new SessionMap<number>();
    const model = new Map<string, number>();
    for (const [what, [hi, lo], value] of operations) {
      if (what === "set") {
        map.set(hi, lo, value);
        model.set(`${hi},${lo}`, value);
      } else expect(map.delete(hi, lo)).toBe(model.delete(`${hi},${lo}`));
      expect(map.get(hi, lo)).toBe(model.get(`${hi},${lo}`));
      expect(map.has(hi, lo)).toBe(model.has(`${hi},${lo}`));
      expect(map.size).toBe(model.size);
    }
    const seen = new Map<string, number>();
    map.forEach((value, hi, lo) => seen.set(`${hi},${lo}`, value));
    expect(seen).toEqual(model);
    map.clear();
    expect(map.size).toBe(0);
    expect(map.get(0, 0)).toBeUndefined();
  });
});

describe("SessionTracker", () => {
  const tick = 2000;

  test.prop([fc.integer({ min: 1, max: 60_000 }), fc.integer({ min: 0, max: 100_000 })])(
    "expires a session between its timeout and a tick later",
    (timeout, now) => {
      const tracker = new SessionTracker(tick);
      tracker.add(1, 2, timeout, now);
      expect(tracker.expired(now + timeout)).toEqual([]);
      expect(tracker.isLive(1, 2)).toBe(true);
      expect(tracker.expired(now + timeout + tick)).toEqual([{ hi: 1, lo: 2 }]);
      expect(tracker.isLive(1, 2)).toBe(false);
      expect(tracker.expired(now + timeout + 9 * tick)).toEqual([]);
    },
  );

  it("starts anew whenever a session is heard of", () => {
    const tracker = new SessionTracker(tick);
    tracker.add(1, 2, 4000, 0);
    expect(tracker.touch(1, 2, 4000, 3999)).toBe(true);
    expect(tracker.expired(6000)).toEqual([]);
    expect(tracker.expired(8000)).toEqual([{ hi: 1, lo: 2 }]);
  });

  it("is not made earlier by hearing of a session with a shorter timeout", () => {
    const tracker = new SessionTracker(tick);
    tracker.add(1, 2, 20_000, 0);
    tracker.touch(1, 2, 4000, 1);
    expect(tracker.expired(20_000)).toEqual([]);
  });

  it("does not hear of sessions that are unknown, closing or gone", () => {
    const tracker = new SessionTracker(tick);
    expect(tracker.touch(1, 2, 4000, 0)).toBe(false);
    expect(tracker.isLive(1, 2)).toBe(false);
    tracker.add(1, 2, 4000, 0);
    tracker.setClosing(1, 2);
    expect(tracker.touch(1, 2, 4000, 0)).toBe(false);
    expect(tracker.expired(1e9)).toEqual([]);
    expect(tracker.size).toBe(1);
    tracker.remove(1, 2);
    expect(tracker.size).toBe(0);
    tracker.add(1, 2, 4000, 0);
    expect(tracker.isLive(1, 2)).toBe(true);
  });

  it("names the sessions in the order in which their time was up", () => {
    const tracker = new SessionTracker(tick);
    for (const [lo, timeout] of [
      [1, 9000],
      [2, 3000],
      [3, 6000],
      [4, 3000],
    ] as const) {
      tracker.add(0, lo, timeout, 0);
    }
    expect(tracker.expired(20_000).map(({ lo }) => lo)).toEqual([2, 4, 3, 1]);
  });
});
