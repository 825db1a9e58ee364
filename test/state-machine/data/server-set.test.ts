import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { add, everywhere, serverSet, set } from "#state-machine";

const servers = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 8 });

describe("a set of servers", () => {
  it("is sorted and holds nobody twice, so that equal sets look equal", () => {
    fc.assert(
      fc.property(servers, (list) => {
        expect(serverSet(list)).toEqual([...new Set(list)].sort((a, b) => a - b));
      }),
    );
  });

  it("stays the same array when nobody new joins", () => {
    const some = serverSet([3, 1]);
    expect(add(some, 3)).toBe(some);
    expect(add(some, 10)).toEqual([1, 3, 10]);
  });
});

describe("a record of servers", () => {
  it("is replaced when a value changes, and only then", () => {
    const record = everywhere([1, 2], 0);
    expect(set(record, 1, 0)).toBe(record);
    expect(set(record, 2, 5)).toEqual({ 1: 0, 2: 5 });
    expect(record).toEqual({ 1: 0, 2: 0 });
  });
});
