import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as c from "#codec";
import * as a from "../support/arbitraries.js";

describe("a session id", () => {
  it("goes from halves to hex and back", () => {
    fc.assert(
      fc.property(a.int32, a.int32, (hi, lo) => {
        const hex = c.sessionIdToHex(hi, lo);
        expect(hex).toMatch(/^[0-9a-f]{16}$/);
        expect(c.sessionIdFromHex(hex)).toEqual({ hi, lo });
      }),
    );
  });

  it("is read with or without 0x and refused when it is no hex", () => {
    expect(c.sessionIdFromHex("0x1")).toEqual({ hi: 0, lo: 1 });
    expect(c.sessionIdFromHex("0x")).toBeNull();
    expect(c.sessionIdFromHex("12345678901234567")).toBeNull();
    expect(c.sessionIdFromHex("x")).toBeNull();
  });
});

describe("a zxid", () => {
  it("goes to hex without padding and back", () => {
    expect(c.zxidToHex({ epoch: 0, counter: 0 })).toBe("0");
    expect(c.zxidToHex({ epoch: 1, counter: 2 })).toBe("100000002");
    fc.assert(
      fc.property(a.zxid, (zxid) => {
        expect(c.zxidFromHex(c.zxidToHex(zxid))).toEqual(zxid);
        expect(c.zxidToHex(zxid)).toMatch(/^(0|[1-9a-f][0-9a-f]*)$/);
      }),
    );
    expect(c.zxidFromHex("g")).toBeNull();
    expect(c.zxidFromHex("")).toBeNull();
  });
});

describe("a data file's name", () => {
  it("says its kind and its zxid", () => {
    fc.assert(
      fc.property(fc.constantFrom("log" as const, "snapshot" as const), a.zxid, (kind, zxid) => {
        const name = c.dataFileName(kind, zxid);
        expect(c.parseDataFileName(name)).toEqual({ kind, zxid, suffix: null });
        expect(c.parseDataFileName(`${name}.gz`)).toEqual({ kind, zxid, suffix: "gz" });
      }),
    );
    expect(c.dataFileName("log", { epoch: 1, counter: 0xa })).toBe("log.10000000a");
  });

  it.each(["log", "log.tmp", "snapshot.zz", "snapshots.1", "log.1.gz.2", "currentEpoch", ""])(
    "leaves %j alone",
    (name) => expect(c.parseDataFileName(name)).toBeNull(),
  );
});
