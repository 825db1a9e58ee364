import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as c from "#codec";
import { ElectionStream, Writer } from "#codec";
import * as a from "../support/arbitraries.js";
import { hex } from "../support/hex.js";
import { cuts, segments } from "../support/segments.js";

const config = "server.3=127.0.0.1:22883:23883:participant;0.0.0.0:21813\nversion=0";
const vote = {
  state: "LOOKING",
  leader: 3,
  zxid: c.ZERO_ZXID,
  electionEpoch: 1,
  peerEpoch: 0,
} as const;
const FIELDS = "00000000 0000000000000003 0000000000000000 0000000000000001 0000000000000000";

const written = (write: (w: Writer) => void): Buffer => {
  const w = new Writer();
  write(w);
  return w.finish();
};

const id = fc.oneof(a.safeLong, fc.constantFrom(c.NO_CANDIDATE, c.ANONYMOUS_SID));
const notification = fc.record({
  state: fc.constantFrom(...c.peerStates),
  leader: id,
  zxid: a.zxid,
  electionEpoch: a.safeLong,
  peerEpoch: id,
  config: a.text,
});

describe("an introduction", () => {
  const address = "127.0.0.1:23883";
  const bytes = `ffffffffffff0000 0000000000000003 0000000f ${Buffer.from(address).toString("hex")}`;

  it("is written as real servers write it", () => {
    const out = written((w) => c.appendIntroduction(w, { sid: 3, addresses: [address] }));
    expect(out).toEqual(hex(bytes));
  });

  it("names several addresses in the second version", () => {
    const value = { sid: c.ANONYMOUS_SID, addresses: ["[::1]:3888", "127.0.0.1:3888"] };
    const out = written((w) => c.appendIntroduction(w, value));
    expect(out.subarray(0, 16)).toEqual(hex("ffffffffffff0001 7fffffffffffffff"));
    const stream = new ElectionStream(true);
    stream.push(out);
    expect(stream.introduction).toEqual(value);
  });

  it("names one address in the first version, whatever characters it has", () => {
    const stream = new ElectionStream(true);
    stream.push(hex("ffffffffffff0000 0000000000000003 00000003 617c62"));
    expect(stream.introduction).toEqual({ sid: 3, addresses: ["a|b"] });
  });

  it("of a very old peer is its id and nothing else", () => {
    const stream = new ElectionStream(true);
    stream.push(hex("0000000000000002 00000001 aa"));
    expect(stream.introduction).toEqual({ sid: 2, addresses: [] });
    expect(stream.next()).toEqual(hex("aa"));
  });

  it("is waited for byte by byte", () => {
    const whole = hex(`${bytes} 00000002 bbcc`);
    for (let end = 0; end < whole.length - 6; end += 1) {
      const stream = new ElectionStream(true);
      stream.push(whole.subarray(0, end));
      expect([stream.introduction, stream.error, stream.next()]).toEqual([null, null, null]);
      stream.push(whole.subarray(end));
      expect(stream.introduction).toEqual({ sid: 3, addresses: [address] });
      expect(stream.next()).toEqual(hex("bbcc"));
    }
  });

  it.each([
    ["ffffffffffff0002 0000000000000003 00000001 61", "protocol version -65534"],
    ["ffffffffffff0000 0000000000000003 00000000 61", "0 bytes of addresses"],
    ["ffffffffffff0000 0000000000000003 00000801 61", "2049 bytes of addresses"],
    ["ffffffffffff0000 0000000000000003 ffffffff 61", "-1 bytes of addresses"],
    ["0100000000000000", "long 72057594037927940 is beyond"],
  ])("is refused: %s", (text, reason) => {
    const stream = new ElectionStream(true);
    stream.push(hex(text));
    expect(stream.introduction).toBeNull();
    expect(stream.error?.record).toBe("Introduction");
    expect(stream.error?.reason).toContain(reason);
    stream.push(hex("00000001 aa"));
    expect(stream.next()).toBeNull();
  });
});

describe("a notification", () => {
  const current = `0000006e ${FIELDS} 00000002 00000042 ${Buffer.from(config).toString("hex")}`;

  it("is written in the current form, as real servers write it", () => {
    const out = written((w) => c.appendNotification(w, { ...vote, config }));
    expect(out).toEqual(hex(current));
  });

  it("is read in the current form", () => {
    expect(c.decodeNotification(hex(current).subarray(4))).toEqual({
      ok: true,
      value: { ...vote, version: 2, config },
    });
  });

  it("is read in the 40-byte form, whose version counts for nothing", () => {
    const bytes = hex(`00000028 ${FIELDS} 00000001`);
    expect(c.decodeNotification(bytes.subarray(4))).toEqual({
      ok: true,
      value: { ...vote, version: 0, config: null },
    });
  });

  it("is read in the 28-byte form, with the epoch of the zxid", () => {
    const bytes = hex("00000002 0000000000000003 0000000500000007 0000000000000001");
    expect(c.decodeNotification(bytes)).toMatchObject({
      ok: true,
      value: { state: "LEADING", peerEpoch: 5, version: 0, config: null },
    });
  });

  it("has no configuration when its version is below 2", () => {
    const bytes = hex(`${FIELDS} 00000001 00000000`);
    expect(c.decodeNotification(bytes)).toMatchObject({
      ok: true,
      value: { version: 1, config: null },
    });
  });

  it.each([
    ["shorter than the oldest form", FIELDS.slice(0, 57)],
    ["of exactly 36 bytes", FIELDS],
    ["with a negative configuration length", `${FIELDS} 00000002 fffffffe`],
    ["with a null configuration", `${FIELDS} 00000002 ffffffff`],
    ["with a cut-off configuration", `${FIELDS} 00000002 00000003 6162`],
    ["with an unknown state", `00000004 ${FIELDS.slice(9)} 00000002 00000000`],
  ])("is skipped when it is %s", (_, text) => {
    expect(c.decodeNotification(hex(text)).ok).toBe(false);
  });

  it("reads back what was written, ids of nobody included", () => {
    fc.assert(
      fc.property(notification, (value) => {
        const out = written((w) => c.appendNotification(w, value));
        expect(c.decodeNotification(out.subarray(4))).toEqual({
          ok: true,
          value: { ...value, version: 2 },
        });
      }),
    );
  });

  it("without a configuration is written with an empty one", () => {
    const out = written((w) => c.appendNotification(w, { ...vote, config: null }));
    expect(out.length).toBe(48);
  });

  it("answers any bytes with a value or an error, and never throws", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const result = c.decodeNotification(Buffer.from(bytes));
        expect(typeof result.ok).toBe("boolean");
      }),
    );
  });
});

describe("ElectionStream", () => {
  it("stands within a message from its first byte until its last", () => {
    const introduction = written((w) => c.appendIntroduction(w, { sid: 7, addresses: ["h:1"] }));
    const frame = Buffer.from("0000000201ff", "hex");
    const ends = [introduction.length, introduction.length + frame.length];
    const stream = new ElectionStream(true);
    expect(stream.within).toBe(false);
    Buffer.concat([introduction, frame]).forEach((byte, i) => {
      stream.push(Buffer.from([byte]));
      stream.next();
      expect(stream.within).toBe(!ends.includes(i + 1));
    });
  });

  it("reads the same messages however the stream is cut, called or calling", () => {
    fc.assert(
      fc.property(
        fc.array(notification, { maxLength: 5 }),
        cuts,
        fc.boolean(),
        (all, sizes, called) => {
          const bytes = written((w) => {
            if (called) c.appendIntroduction(w, { sid: 7, addresses: ["h:1"] });
            for (const one of all) c.appendNotification(w, one);
          });
          const stream = new ElectionStream(called);
          const found: unknown[] = [];
          for (const part of segments(bytes, sizes)) {
            stream.push(part);
            for (let m = stream.next(); m !== null; m = stream.next()) {
              const decoded = c.decodeNotification(m);
              found.push(decoded.ok ? decoded.value : decoded.error);
            }
          }
          expect(found).toEqual(all.map((one) => ({ ...one, version: 2 })));
          expect(stream.introduction).toEqual(called ? { sid: 7, addresses: ["h:1"] } : null);
        },
      ),
    );
  });

  it.each(["00000000", "00080001", "ffffffff"])("refuses a message of length %s", (length) => {
    const stream = new ElectionStream(false);
    stream.push(hex(length));
    expect(stream.next()).toBeNull();
    expect(stream.error?.record).toBe("notification");
  });
});
