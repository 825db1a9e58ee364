import { adler32, ENTRY_OVERHEAD, ENTRY_PREFIX_SIZE, ENTRY_TRAILER, type LogEnd } from "#codec";

/** What is known of a log file's end: how it ends, and the bytes from there on. */
export interface Tail {
  readonly end: LogEnd;
  /** Whether anything but zeros stands behind the entry in which the file ends. */
  readonly followed: boolean;
  /** As many bytes from `end.offset` on as the longest entry may have, or what there is. */
  readonly bytes: Buffer;
}

/**
 * Whether a crash can have left this end: an entry of which only the beginning was written, in
 * front of nothing or of preallocated zeros. Everything else is damage, and what lies behind it
 * was acknowledged, perhaps. A damaged length may make an entry swallow those behind it, so they
 * are looked for within it.
 */
export function isTorn({ end, followed, bytes }: Tail, maxBody: number): boolean {
  const entry = end.kind === "torn" || end.kind === "trailer" || end.kind === "checksum";
  if (!entry || followed) return false;
  if (bytes.length < ENTRY_OVERHEAD) return true;
  const last = bytes[ENTRY_PREFIX_SIZE + bytes.readInt32BE(8)] ?? 0;
  return last === 0 && !holdsEntry(bytes, maxBody);
}

/** Whether a whole entry begins anywhere behind the first byte. */
function holdsEntry(bytes: Buffer, maxBody: number): boolean {
  for (let at = 1; at + ENTRY_OVERHEAD < bytes.length; at += 1) {
    const length = bytes.readInt32BE(at + 8);
    if (length <= 0 || length > maxBody || bytes.readInt32BE(at) !== 0) continue;
    const body = at + ENTRY_PREFIX_SIZE;
    if (bytes[body + length] !== ENTRY_TRAILER) continue;
    if (adler32(bytes, body, body + length) === bytes.readUInt32BE(at + 4)) return true;
  }
  return false;
}
