import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Writer } from "#codec";
import { hex } from "../support/hex.js";

describe("Writer", () => {
  it("never touches bytes it has handed out, whatever is written later", () => {
    const part = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const w = new Writer(128);
        const done = parts.map((bytes) => {
          w.bytes(bytes);
          return w.finish();
        });
        expect(done).toEqual(parts.map((bytes) => Buffer.from(bytes)));
      }),
    );
  });

  it("keeps what is unfinished when it grows", () => {
    const w = new Writer(4);
    const expected: number[] = [];
    for (let i = 0; i < 300; i += 1) {
      w.byte(i);
      expected.push(i & 255);
    }
    expect(w.length).toBe(300);
    expect(w.view()).toEqual(Buffer.from(expected));
  });

  it("grows in the middle of every kind of value", () => {
    const w = new Writer(1);
    w.longBigInt(-1n);
    w.bytes(Buffer.from("abc"));
    w.buffer(null);
    w.bool(true);
    w.str("é".repeat(3));
    w.halves(-1, 0xffffffff);
    const text = "ffffffffffffffff 616263 ffffffff 01 00000006 c3a9c3a9c3a9 ffffffffffffffff";
    expect(w.finish()).toEqual(hex(text));
  });

  it("patches an int reserved earlier, also after it has grown", () => {
    const w = new Writer(2);
    w.byte(7);
    w.finish();
    w.byte(1);
    const at = w.reserveInt();
    w.bytes(Buffer.alloc(100, 2));
    w.patchInt(at, w.length);
    const bytes = w.finish();
    expect(bytes.readInt32BE(1)).toBe(105);
    expect(bytes.length).toBe(105);
  });

  it("starts over after reset", () => {
    const w = new Writer();
    w.int(1);
    w.finish();
    w.int(2);
    w.reset();
    expect(w.length).toBe(0);
    w.int(3);
    expect(w.view()).toEqual(hex("00000003"));
  });
});
