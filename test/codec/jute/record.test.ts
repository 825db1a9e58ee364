import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as codec from "#codec";
import { decode, encode, Reader, type RecordCodec, Writer } from "#codec";
import { records } from "../support/records.js";

describe.each(records.map((one) => [one.codec.name, one] as const))("%s", (_, sample) => {
  it("reads back what was written, and ignores what follows", () => {
    fc.assert(
      fc.property(sample.values, (value) => {
        const bytes = encode(sample.codec, value);
        expect(decode(sample.codec, bytes)).toEqual({ ok: true, value });
        if (sample.open) return;
        const longer = Buffer.concat([bytes, Buffer.from("more")]);
        expect(decode(sample.codec, longer)).toEqual({ ok: true, value });
      }),
    );
  });

  it("is the same behind other bytes in a shared buffer", () => {
    fc.assert(
      fc.property(sample.values, (value) => {
        const out = new Writer(32);
        out.str("before");
        const at = out.length;
        sample.codec.write(out, value);
        expect(out.view().subarray(at)).toEqual(encode(sample.codec, value));
        expect(decode(sample.codec, out.finish(), at)).toEqual({ ok: true, value });
      }),
      { numRuns: 30 },
    );
  });

  it("refuses its bytes when any number of them is missing at the end", () => {
    if (sample.open) return;
    fc.assert(
      fc.property(sample.values, (value) => {
        const bytes = encode(sample.codec, value);
        for (let end = 0; end < bytes.length; end += 1) {
          const r = new Reader(bytes, 0, end);
          sample.codec.read(r);
          expect(r.error).not.toBeNull();
          expect(r.short).toBe(true);
        }
      }),
      { numRuns: 20 },
    );
  });

  it("answers any bytes with a value or an error, and never throws", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
        const buf = Buffer.from(bytes);
        const result = decode(sample.codec, buf);
        if (result.ok) return;
        expect(result.error.record).toBe(sample.codec.name);
        expect(result.error.offset).toBeLessThanOrEqual(buf.length);
      }),
    );
  });
});

describe("the samples", () => {
  it("cover every record codec behind the door", () => {
    const doors = Object.entries(codec)
      .filter(([name]) => name.endsWith("Codec"))
      .map(([, value]) => value as RecordCodec<unknown>)
      .filter((value) => typeof value.read === "function" && typeof value.write === "function");
    expect(doors.length).toBeGreaterThan(50);
    const sampled = new Set(records.map((one) => one.codec));
    expect(doors.filter((one) => !sampled.has(one)).map((one) => one.name)).toEqual([]);
  });
});
