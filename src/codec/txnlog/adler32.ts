const BASE = 65_521;

/** After so many bytes of 255 both sums are still below 2^31, where V8 keeps them as integers. */
const BLOCK = 3_800;

/**
 * Adler-32 of `buf[start..end)`, continuing from `seed` (1 for none): the
 * checksum of log entries and snapshots. Node's zlib has it inside but does not
 * offer it. The modulo is taken once per block, which keeps both sums small
 * enough to be small integers.
 */
export function adler32(buf: Uint8Array, start = 0, end = buf.length, seed = 1): number {
  let a = seed & 0xffff;
  let b = seed >>> 16;
  let i = start;
  while (i < end) {
    const stop = Math.min(i + BLOCK, end);
    for (; i + 4 <= stop; i += 4) {
      a += buf[i] as number;
      b += a;
      a += buf[i + 1] as number;
      b += a;
      a += buf[i + 2] as number;
      b += a;
      a += buf[i + 3] as number;
      b += a;
    }
    for (; i < stop; i += 1) {
      a += buf[i] as number;
      b += a;
    }
    a %= BASE;
    b %= BASE;
  }
  return ((b << 16) | a) >>> 0;
}
