/*
 * A session id is 64 bits. Wherever a request or a transaction passes, it
 * travels as two signed 32-bit halves (`sessionHi`, `sessionLo`): V8 keeps both
 * as small integers, so that matching (session, cxid) allocates nothing. The
 * other forms are for people and for places that run once per session.
 */

/** 16 lower-case hex digits without a prefix. */
export function sessionIdToHex(hi: number, lo: number): string {
  return (hi >>> 0).toString(16).padStart(8, "0") + (lo >>> 0).toString(16).padStart(8, "0");
}

/** The halves of 1 to 16 hex digits, with or without `0x`; null for anything else. */
export function sessionIdFromHex(text: string): { hi: number; lo: number } | null {
  const match = /^(?:0x)?([0-9a-fA-F]{1,16})$/.exec(text);
  if (match === null) return null;
  const digits = String(match[1]).padStart(16, "0");
  return { hi: parseInt(digits.slice(0, 8), 16) | 0, lo: parseInt(digits.slice(8), 16) | 0 };
}

/** The id as a signed 64-bit integer, as ZooKeeper prints it in decimal. */
export function sessionIdToBigInt(hi: number, lo: number): bigint {
  return (BigInt(hi) << 32n) | BigInt(lo >>> 0);
}

export function sessionIdFromBigInt(id: bigint): { hi: number; lo: number } {
  return { hi: Number(BigInt.asIntN(32, id >> 32n)), lo: Number(BigInt.asIntN(32, id)) };
}
