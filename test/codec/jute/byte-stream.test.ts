import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteStream } from "#codec";
import { cuts, segments } from "../support/segments.js";

describe("ByteStream", () => {
  it("holds what was pushed and not used up, in one piece and counted", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), cuts, fc.nat(50), (array, sizes, use) => {
        const bytes = Buffer.from(array);
        const stream = new ByteStream();
        let used = 0;
        let pushed = 0;
        for (const part of segments(bytes, sizes)) {
          stream.push(part);
          pushed += part.length;
          const count = Math.min(use, stream.length);
          stream.skip(count);
          used += count;
          const held = stream.buf.subarray(stream.pos, stream.end);
          expect(held).toEqual(bytes.subarray(used, pushed));
          expect(stream.used).toBe(used);
        }
        expect(stream.detach()).toEqual(bytes.subarray(used));
        expect(stream.used).toBe(bytes.length);
        expect(stream.length).toBe(0);
      }),
    );
  });

  it("moves its bytes a few times, not once for every chunk", () => {
    const stream = new ByteStream();
    const buffers = new Set<Buffer>();
    for (let i = 0; i < 10_000; i += 1) {
      stream.push(Buffer.of(i & 255));
      buffers.add(stream.buf);
    }
    expect(stream.length).toBe(10_000);
    expect(buffers.size).toBeLessThan(20);
  });

  it("keeps no chunk alive when it is used up, and copies none it can read in place", () => {
    const stream = new ByteStream();
    const chunk = Buffer.alloc(10);
    stream.push(chunk);
    expect(stream.buf).toBe(chunk);
    stream.skip(10);
    expect(stream.buf.length).toBe(0);
  });
});
