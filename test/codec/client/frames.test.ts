import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FrameSplitter } from "#codec";
import { clientFrames, DEFAULT_MAX_BUFFER, serverFrames } from "#codec";
import { hex } from "../support/hex.js";
import { cuts, segments } from "../support/segments.js";

const words = new Set(["ruok", "stat"]);

const framed = (body: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length);
  return Buffer.concat([length, body]);
};

const drain = (splitter: FrameSplitter): Buffer[] => {
  const frames: Buffer[] = [];
  for (let frame = splitter.next(); frame !== null; frame = splitter.next()) frames.push(frame);
  return frames;
};

describe("FrameSplitter", () => {
  it("hands out the same frames however the stream is cut and whenever it is asked", () => {
    const bodies = fc.array(fc.uint8Array({ maxLength: 700 }), { maxLength: 12 });
    fc.assert(
      fc.property(bodies, cuts, fc.integer({ min: 1, max: 5 }), (arrays, sizes, patience) => {
        const wanted = arrays.map((bytes) => Buffer.from(bytes));
        const splitter = clientFrames(words);
        const found: Buffer[] = [];
        segments(Buffer.concat(wanted.map(framed)), sizes).forEach((part, i) => {
          splitter.push(part);
          if (i % patience === 0) {
            const frame = splitter.next();
            if (frame !== null) found.push(frame);
          }
        });
        found.push(...drain(splitter));
        expect(found).toEqual(wanted);
        expect(splitter.error).toBeNull();
        expect(splitter.detach().length).toBe(0);
      }),
    );
  });

  it("does not copy a frame that arrived in one piece", () => {
    const splitter = clientFrames(words);
    const chunk = framed(Buffer.from("abc"));
    splitter.push(chunk);
    expect(splitter.next()?.buffer).toBe(chunk.buffer);
  });

  it("gathers a frame longer than its first room", () => {
    const body = Buffer.alloc(DEFAULT_MAX_BUFFER, 7);
    const splitter = clientFrames(words);
    for (const part of segments(framed(body), [50_000])) splitter.push(part);
    const [found, ...more] = drain(splitter);
    expect(found?.equals(body)).toBe(true);
    expect(more).toEqual([]);
  });

  it("accepts 0 and jute.maxbuffer as lengths, and nothing beside them", () => {
    for (const [length, good] of [
      [0, true],
      [DEFAULT_MAX_BUFFER, true],
      [DEFAULT_MAX_BUFFER + 1, false],
      [-1, false],
    ] as const) {
      const splitter = clientFrames(words);
      const chunk = Buffer.alloc(4);
      chunk.writeInt32BE(length);
      splitter.push(chunk);
      expect(splitter.next() === null).toBe(length !== 0);
      expect(splitter.error === null).toBe(good);
    }
  });

  it("names the offset and the length it refuses, and hands out nothing more", () => {
    const splitter = clientFrames(words);
    splitter.push(Buffer.concat([framed(Buffer.from("ok")), hex("fffffffb"), framed(hex("00"))]));
    expect(drain(splitter)).toEqual([Buffer.from("ok")]);
    expect(splitter.error).toEqual({
      record: "client frame",
      offset: 6,
      reason: "frame length -5, 0 to 1048575 wanted",
    });
    splitter.push(framed(hex("00")));
    expect(splitter.next()).toBeNull();
  });

  it.each([
    ["GET / HTTP/1.1\r\n\r\n", 'frame length 1195725856 (the text "GET ")'],
    ["\x16\x03\x01\x02\0\x01", "frame length 369295618 (the start of a TLS handshake)"],
  ])("says what a stranger's bytes look like", (text, reason) => {
    const splitter = clientFrames(words);
    splitter.push(Buffer.from(text, "latin1"));
    expect(splitter.next()).toBeNull();
    expect(splitter.error?.reason).toContain(reason);
  });

  it("knows a four-letter word in place of the first length, however it is cut", () => {
    for (const size of [1, 2, 3, 4]) {
      const splitter = clientFrames(words);
      for (const part of segments(Buffer.from("ruok"), [size])) {
        expect(splitter.next()).toBeNull();
        splitter.push(part);
      }
      expect(splitter.next()).toBeNull();
      expect(splitter.word).toBe("ruok");
      expect(splitter.error).toBeNull();
      expect(splitter.next()).toBeNull();
    }
  });

  it("takes a word behind the first frame, or one it was not given, for a length", () => {
    const late = clientFrames(words);
    late.push(Buffer.concat([framed(Buffer.alloc(3)), Buffer.from("ruok")]));
    drain(late);
    expect(late.word).toBeNull();
    expect(late.error?.reason).toContain('the text "ruok"');
    const unknown = clientFrames(words);
    unknown.push(Buffer.from("srvr"));
    unknown.next();
    expect(unknown.word).toBeNull();
    expect(unknown.error).not.toBeNull();
  });

  it("answers any bytes with frames, a word or an error, and never throws", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), cuts, (bytes, sizes) => {
        const splitter = clientFrames(words, 20);
        for (const part of segments(Buffer.from(bytes), sizes)) splitter.push(part);
        expect(drain(splitter).every((frame) => frame.length <= 20)).toBe(true);
      }),
    );
  });

  it("stands within a frame from its first byte until its last", () => {
    const splitter = clientFrames(words);
    const bytes = framed(Buffer.from("frame"));
    expect(splitter.within).toBe(false);
    bytes.forEach((byte, i) => {
      splitter.push(Buffer.from([byte]));
      drain(splitter);
      expect(splitter.within).toBe(i + 1 < bytes.length);
    });
  });

  it("gives back what it has not used", () => {
    const splitter = serverFrames();
    splitter.push(Buffer.concat([framed(hex("01")), hex("aabb")]));
    splitter.push(hex("cc"));
    expect(splitter.next()).toEqual(hex("01"));
    expect(splitter.detach()).toEqual(hex("aabbcc"));
    expect(splitter.next()).toBeNull();
  });
});
