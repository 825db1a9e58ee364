import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as c from "#codec";
import { type LogEnd, LogScanner, Writer } from "#codec";
import * as a from "../support/arbitraries.js";
import { hex } from "../support/hex.js";
import { cuts, segments } from "../support/segments.js";

const HEADER = c.FILE_HEADER_SIZE;

const file = (bodies: readonly Buffer[], padding = 0): Buffer => {
  const w = new Writer();
  c.appendLogHeader(w);
  for (const body of bodies) c.appendEntry(w, body);
  w.bytes(Buffer.alloc(padding));
  return w.finish();
};

interface Scan {
  readonly bodies: readonly Buffer[];
  readonly offsets: readonly number[];
  readonly end: LogEnd;
  readonly followed: boolean;
}

const scan = (bytes: Buffer, sizes: readonly number[] = [bytes.length + 1]): Scan => {
  const scanner = new LogScanner();
  const bodies: Buffer[] = [];
  const offsets: number[] = [];
  for (const part of segments(bytes, sizes)) {
    scanner.push(part);
    for (let e = scanner.next(); e !== null; e = scanner.next()) {
      expect(e.end - e.offset).toBe(e.body.length + c.ENTRY_OVERHEAD);
      bodies.push(e.body);
      offsets.push(e.offset);
    }
  }
  return { bodies, offsets, end: scanner.finish(), followed: scanner.followed };
};

const body = a.buffer.filter((bytes) => bytes.length > 0);
const three = ["one", "three", "five!"].map((text) => Buffer.from(text));
/** Where each of `three` ends. */
const ends = [HEADER + 16, HEADER + 34, HEADER + 52];

describe("LogScanner", () => {
  it("begins with the header real servers write", () => {
    expect(file([])).toEqual(hex("5a4b4c47 00000002 0000000000000000"));
    expect(scan(file([]))).toMatchObject({ bodies: [], end: { kind: "clean", offset: HEADER } });
  });

  it("finds the same entries at the same offsets however the file is cut, padded or not", () => {
    const bodies = fc.array(body, { maxLength: 10 });
    fc.assert(
      fc.property(bodies, cuts, fc.nat(60), (wanted, sizes, padding) => {
        const bytes = file(wanted, padding);
        const found = scan(bytes, sizes);
        expect(found.bodies).toEqual(wanted);
        const clean = { kind: "clean", offset: bytes.length - padding };
        expect(found.end).toMatchObject(clean);
        expect(found.followed).toBe(false);
        expect(found).toEqual(scan(bytes));
      }),
    );
  });

  it("says where to cut a file that ends anywhere inside", () => {
    const whole = file(three);
    for (let size = 0; size < whole.length; size += 1) {
      const { bodies, end } = scan(whole.subarray(0, size));
      const good = ends.filter((at) => at <= size);
      expect(bodies).toEqual(three.slice(0, good.length));
      const border = good.at(-1) ?? HEADER;
      if (size < HEADER) expect(end).toMatchObject({ kind: "header", offset: size });
      else if (size === border) expect(end).toMatchObject({ kind: "clean", offset: border });
      else {
        // Up to four bytes of an entry are zeros: the high half of its checksum.
        const kind = size - border <= 4 ? "clean" : "torn";
        expect(end).toMatchObject({ kind, offset: border });
      }
    }
  });

  it("never mistakes a changed byte for a good entry", () => {
    const whole = file(three);
    for (let at = HEADER; at < whole.length; at += 1) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ 0x10;
      const { bodies, end } = scan(damaged);
      const before = ends.filter((border) => border <= at).length;
      expect(bodies).toEqual(three.slice(0, before));
      expect(end.kind).not.toBe("clean");
      expect(end.offset).toBe(ends[before - 1] ?? HEADER);
    }
  });

  it("names a wrong checksum, and whether anything follows the entry", () => {
    const whole = file(three, 20);
    const middle = Buffer.from(whole);
    middle.write("O", HEADER + 12);
    expect(scan(middle)).toMatchObject({
      end: { kind: "checksum", offset: HEADER },
      followed: true,
    });
    expect(scan(middle, [3]).followed).toBe(true);
    const last = Buffer.from(whole);
    last.write("F", (ends[1] ?? 0) + 12);
    for (const sizes of [[1000], [3]]) {
      expect(scan(last, sizes)).toMatchObject({
        bodies: three.slice(0, 2),
        end: { kind: "checksum", offset: ends[1] },
        followed: false,
      });
    }
  });

  it("names a wrong last byte", () => {
    const whole = file(three);
    whole[(ends[0] ?? 0) - 1] = 0x43;
    expect(scan(whole)).toMatchObject({
      end: { kind: "trailer", offset: HEADER, reason: "last byte 67 of an entry, 66 wanted" },
      followed: true,
    });
  });

  it.each([-1, -2147483648, c.DEFAULT_MAX_FIELD + 1])("refuses an entry of length %i", (length) => {
    const whole = file(three);
    whole.writeInt32BE(length, (ends[0] ?? 0) + 8);
    expect(scan(whole)).toMatchObject({
      bodies: three.slice(0, 1),
      end: { kind: "length", offset: ends[0] },
    });
  });

  it("tells padding from a checksum whose entry is missing, and a hole from the end", () => {
    const bytes = Buffer.concat([file(three.slice(0, 1)), hex("00000000 00000001 00000000 00")]);
    expect(scan(bytes).end).toMatchObject({ kind: "torn", offset: ends[0] });
    const hole = Buffer.concat([file(three.slice(0, 1), 30), hex("01")]);
    expect(scan(hole)).toMatchObject({ end: { kind: "clean", offset: ends[0] }, followed: true });
    expect(scan(hole, [7]).followed).toBe(true);
  });

  it("refuses a file that is no log", () => {
    const bytes = file(three);
    bytes.writeInt32BE(c.SNAPSHOT_MAGIC);
    expect(scan(bytes)).toMatchObject({
      bodies: [],
      end: { kind: "magic", offset: 0, reason: "magic 0x5a4b534e, 0x5a4b4c47 wanted" },
    });
  });

  it("ends once: nothing pushed later is read", () => {
    const scanner = new LogScanner();
    scanner.push(file(three));
    expect(scanner.finish()).toMatchObject({ kind: "clean" });
    const end = scanner.end;
    scanner.push(file(three));
    expect(scanner.next()).toBeNull();
    expect(scanner.finish()).toBe(end);
  });

  it("answers any bytes with entries and an end, and never throws", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), cuts, fc.boolean(), (bytes, sizes, header) => {
        const buf = Buffer.concat([file([]).subarray(0, header ? HEADER : 0), bytes]);
        const found = scan(buf, sizes);
        expect(found).toEqual(scan(buf));
        expect(found.end.offset).toBeLessThanOrEqual(buf.length);
      }),
    );
  });
});
