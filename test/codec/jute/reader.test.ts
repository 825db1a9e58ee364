import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decode,
  DEFAULT_MAX_FIELD,
  deleteRequestCodec,
  describeDecodeError,
  maxFieldLength,
  Reader,
  Writer,
} from "#codec";
import * as a from "../support/arbitraries.js";
import { hex } from "../support/hex.js";

const written = (write: (w: Writer) => void): Buffer => {
  const w = new Writer(8);
  write(w);
  return w.finish();
};

describe("Jute", () => {
  it("writes ZooKeeper's example values byte for byte", () => {
    expect(written((w) => w.int(1))).toEqual(hex("00000001"));
    expect(written((w) => w.int(-2))).toEqual(hex("fffffffe"));
    expect(written((w) => w.long(4294967298))).toEqual(hex("0000000100000002"));
    expect(written((w) => w.str("/a"))).toEqual(hex("00000002 2f61"));
    expect(written((w) => w.str(null))).toEqual(hex("ffffffff"));
    expect(written((w) => w.str(""))).toEqual(hex("00000000"));
    const list = written((w) => w.vec(["a", "bc"], (x, item) => x.str(item)));
    expect(list).toEqual(hex("00000002 00000001 61 00000002 6263"));
    expect(written((w) => w.vec(null, () => undefined))).toEqual(hex("ffffffff"));
  });

  it("keeps null, empty and full apart in strings, buffers and vectors", () => {
    const read = (r: Reader) => r.strOrNull();
    expect(new Reader(hex("ffffffff")).strOrNull()).toBeNull();
    expect(new Reader(hex("00000000")).strOrNull()).toBe("");
    expect(new Reader(hex("ffffffff")).strOrEmpty()).toBe("");
    expect(new Reader(hex("ffffffff")).buffer()).toBeNull();
    expect(new Reader(hex("00000000")).buffer()).toEqual(Buffer.alloc(0));
    expect(new Reader(hex("ffffffff")).vecOrNull(read, 4)).toBeNull();
    expect(new Reader(hex("00000000")).vecOrNull(read, 4)).toEqual([]);
    expect(new Reader(hex("fffffffe")).vecOrNull(read, 4)).toEqual([]);
    expect(new Reader(hex("ffffffff")).vec(read, 4)).toEqual([]);
  });

  it("reads any byte but 0 as true", () => {
    const r = new Reader(hex("00 01 02 ff"));
    expect([r.bool(), r.bool(), r.bool(), r.bool()]).toEqual([false, true, true, true]);
  });

  it("writes every string as UTF-8, short or long", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 120 }), (text) => {
        const bytes = Buffer.from(text, "utf8");
        const out = written((w) => w.str(text));
        expect(out.readInt32BE(0)).toBe(bytes.length);
        expect(out.subarray(4)).toEqual(bytes);
      }),
    );
    expect(written((w) => w.str("\ud800"))).toEqual(hex("00000003 efbfbd"));
  });

  it("gives every long its forms: number, halves, hex, BigInt", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        const bytes = written((w) => w.longBigInt(value));
        expect(new Reader(bytes).longBigInt()).toBe(value);
        expect(new Reader(bytes).longHex()).toBe(bytes.toString("hex"));
        const { epoch, counter } = new Reader(bytes).zxid();
        expect((BigInt(epoch) << 32n) | BigInt(counter)).toBe(BigInt.asUintN(64, value));
        expect(new Reader(bytes).longSaturated()).toBe(Number(value));
        const safe = Number.isSafeInteger(Number(value));
        const r = new Reader(bytes);
        expect(r.long()).toBe(safe ? Number(value) : 0);
        expect(r.error === null).toBe(safe);
      }),
    );
    fc.assert(
      fc.property(a.safeLong, (value) => {
        const bytes = written((w) => w.long(value));
        expect(bytes.readBigInt64BE()).toBe(BigInt(value));
      }),
    );
  });

  it("reads the largest long as 2^63 and the smallest exactly, and writes both back", () => {
    for (const [bytes, value] of [
      ["7fffffffffffffff", 2 ** 63],
      ["8000000000000000", -(2 ** 63)],
    ] as const) {
      expect(new Reader(hex(bytes)).longSaturated()).toBe(value);
      expect(written((w) => w.long(value))).toEqual(hex(bytes));
    }
  });
});

describe("Reader", () => {
  it("refuses a length that is negative or beyond jute.maxbuffer and as much again", () => {
    expect(maxFieldLength(0xfffff)).toBe(2_097_150);
    expect(maxFieldLength(100)).toBe(1124);
    for (const length of [-2, DEFAULT_MAX_FIELD + 1]) {
      const r = new Reader(written((w) => w.int(length)));
      expect(r.buffer()).toBeNull();
      expect(r.error).toContain(`unreasonable length ${length}`);
      expect(r.short).toBe(false);
      expect(r.errorAt).toBe(0);
    }
    const r = new Reader(written((w) => w.int(DEFAULT_MAX_FIELD)));
    r.strOrNull();
    expect(r.short).toBe(true);
  });

  it("reads whatever fits in a record that is all there, and no more than a stream allows", () => {
    const long = written((w) => w.buffer(Buffer.alloc(DEFAULT_MAX_FIELD + 1)));
    expect(new Reader(long).buffer()?.length).toBe(DEFAULT_MAX_FIELD + 1);
    const r = new Reader(long, 0, long.length, DEFAULT_MAX_FIELD);
    expect(r.buffer()).toBeNull();
    expect(r.short).toBe(false);
  });

  it("makes nothing of a vector whose count cannot fit in what is left", () => {
    const r = new Reader(hex("7fffffff 00000000"));
    expect(r.vecOrNull((x) => x.int(), 4)).toBeNull();
    expect(r.error).toBe("vector of 2147483647 elements, room for 1");
  });

  it("stops a vector at its first bad element", () => {
    let reads = 0;
    const r = new Reader(hex("00000003 ffffffff ffffffff ffffffff"));
    r.vec((x) => {
      reads += 1;
      return x.str();
    }, 4);
    expect(reads).toBe(1);
    expect(r.error).toBe("null where a string is needed");
    expect(r.errorAt).toBe(4);
  });

  it("yields neutral values after an error and remembers the first one only", () => {
    const r = new Reader(hex("0001"));
    expect([r.int(), r.uint(), r.byte(), r.long()]).toEqual([0, 0, 0, 0]);
    expect([r.longBigInt(), r.longHex(), r.strOrNull(), r.buffer()]).toEqual([
      0n,
      "0000000000000000",
      null,
      null,
    ]);
    expect(r.zxid()).toEqual({ epoch: 0, counter: 0 });
    r.fail("later");
    expect(r.error).toBe("4 bytes wanted, 2 left");
    expect(r.left).toBe(0);
  });

  it("names the record, the place and what was found", () => {
    const result = decode(deleteRequestCodec, hex("00000009 2f61"));
    expect(result.ok).toBe(false);
    if (result.ok) return;
    const line = "DeleteRequest, byte 0: a string of 9 bytes, 2 left";
    expect(describeDecodeError(result.error)).toBe(line);
  });
});
