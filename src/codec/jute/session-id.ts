/*
 * A session id is 64 bits. Wherever a request or a transaction passes, it
 * travels as two signed 32-bit halves (`sessionHi`, `sessionLo`): V8 keeps both
 * as small integers, so that matching (session, cxid) allocates nothing. The
 * hex form is for people.
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
