import type { Writer } from "../jute/writer.js";
import { adler32 } from "./adler32.js";

/** "ZKLG". */
export const LOG_MAGIC = 0x5a4b4c47;
const LOG_VERSION = 2;
export const FILE_HEADER_SIZE = 16;

/** Checksum and length in front of an entry body. */
export const ENTRY_PREFIX_SIZE = 12;

/** Behind every entry body: it says that the whole entry has been written. */
export const ENTRY_TRAILER = 0x42;

/** What an entry takes beyond its body, in bytes. */
export const ENTRY_OVERHEAD = ENTRY_PREFIX_SIZE + 1;

/** The first 16 bytes of a log file. */
export function appendLogHeader(out: Writer): void {
  out.int(LOG_MAGIC);
  out.int(LOG_VERSION);
  out.halves(0, 0);
}

/** Appends a log entry to a buffer. */
export function appendEntry(out: Writer, body: Buffer): void {
  out.halves(0, adler32(body));
  out.int(body.length);
  out.bytes(body);
  out.byte(ENTRY_TRAILER);
}
