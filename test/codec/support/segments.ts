import fc from "fast-check";

/** Where a network might cut: sizes of segments, used round and round; never only zeros. */
export const cuts: fc.Arbitrary<number[]> = fc
  .array(fc.oneof(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 300 })), {
    minLength: 1,
    maxLength: 12,
  })
  .filter((sizes) => sizes.some((size) => size > 0));

/** The bytes in segments of these sizes, each a buffer of its own. */
export function segments(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0, i = 0; at < bytes.length; i += 1) {
    const size = sizes[i % sizes.length] ?? 1;
    parts.push(Buffer.from(bytes.subarray(at, at + size)));
    at += size;
  }
  return parts;
}
