import { ByteStream } from "../jute/byte-stream.js";
import { DEFAULT_MAX_FIELD } from "../jute/limits.js";
import { adler32 } from "./adler32.js";
import {
  ENTRY_OVERHEAD,
  ENTRY_PREFIX_SIZE,
  ENTRY_TRAILER,
  FILE_HEADER_SIZE,
  LOG_MAGIC,
} from "./entry.js";

/** One entry of a log file. */
export interface LogEntry {
  /** Where its checksum stands in the file; it ends at `end`. */
  readonly offset: number;
  readonly end: number;
  /** A view of what was pushed (see `decodeTxn`); the checksum has been verified. */
  readonly body: Buffer;
}

/**
 * How a log file ends:
 * - `clean`: at the border of an entry, by end of file or by padding;
 * - `torn`: the file ends inside an entry, or padding begins inside its prefix;
 * - `trailer`: an entry is complete but for its last byte, which is another one;
 * - `checksum`: an entry's bytes are not those it was written with;
 * - `length`: an entry's length cannot be one;
 * - `magic`: this is no transaction log;
 * - `header`: the file ends inside its header (`offset` bytes are there, perhaps none).
 */
export type LogEndKind = "clean" | "torn" | "trailer" | "checksum" | "length" | "magic" | "header";

export interface LogEnd {
  readonly kind: LogEndKind;
  /** Everything before this offset is good: where to cut the file. */
  readonly offset: number;
  /** What was found there, in one sentence without a final stop. */
  readonly reason: string;
}

/**
 * Reads a log file in pieces: `push` them in order, call `next` until it
 * returns null, and `finish` behind the last piece. It says what the file
 * holds and how it ends; what to make of a bad end is the caller's to decide.
 */
export class LogScanner {
  /** How the file ends, as soon as that is known. */
  end: LogEnd | null = null;
  /**
   * Whether anything but zeros follows the end: what looks like the torn tail
   * of a crash is then damage in the middle. Counts only what has been pushed.
   */
  followed = false;
  private readonly bytes = new ByteStream();
  private readonly maxBody: number;
  private headerRead = false;
  /** Bytes behind the end that belong to the bad entry itself. */
  private ignored = 0;

  constructor(maxBody = DEFAULT_MAX_FIELD) {
    this.maxBody = maxBody;
  }

  push(chunk: Buffer): void {
    if (this.end === null) this.bytes.push(chunk);
    else this.look(chunk);
  }

  next(): LogEntry | null {
    if (this.end !== null) return null;
    if (!this.headerRead && !this.readHeader()) return null;
    const { bytes } = this;
    if (bytes.length < ENTRY_PREFIX_SIZE) return null;
    const length = bytes.buf.readInt32BE(bytes.pos + 8);
    if (length === 0) return this.endAtZero();
    if (length < 0 || length > this.maxBody) {
      const reason = `length ${length} of an entry, 1 to ${this.maxBody} wanted`;
      return this.stop("length", reason, ENTRY_PREFIX_SIZE);
    }
    if (bytes.length < length + ENTRY_OVERHEAD) return null;
    return this.entry(length);
  }

  /** There are no more bytes: returns how the file ends. */
  finish(): LogEnd {
    while (this.next() !== null) continue;
    if (this.end !== null) return this.end;
    const left = this.bytes.length;
    if (!this.headerRead) {
      const reason = `${left} bytes of a file header, ${FILE_HEADER_SIZE} wanted`;
      return (this.end = { kind: "header", offset: left, reason });
    }
    const offset = this.bytes.used;
    return (this.end =
      left === 0 || this.zeros()
        ? { kind: "clean", offset, reason: "end of file" }
        : { kind: "torn", offset, reason: `the file ends ${left} bytes into an entry` });
  }

  private readHeader(): boolean {
    const { bytes } = this;
    if (bytes.length < FILE_HEADER_SIZE) return false;
    const magic = bytes.buf.readInt32BE(bytes.pos);
    if (magic !== LOG_MAGIC) {
      this.stop("magic", `magic ${toHex(magic)}, ${toHex(LOG_MAGIC)} wanted`, FILE_HEADER_SIZE);
      return false;
    }
    bytes.skip(FILE_HEADER_SIZE);
    this.headerRead = true;
    return true;
  }

  private entry(length: number): LogEntry | null {
    const { bytes } = this;
    const offset = bytes.used;
    const at = bytes.pos + ENTRY_PREFIX_SIZE;
    const high = bytes.buf.readUInt32BE(bytes.pos);
    const wanted = bytes.buf.readUInt32BE(bytes.pos + 4);
    const found = adler32(bytes.buf, at, at + length);
    const size = length + ENTRY_OVERHEAD;
    if (high !== 0 || found !== wanted) {
      const reason = `checksum ${toHex(found)} of an entry, ${toHex(wanted)} wanted`;
      return this.stop("checksum", reason, size);
    }
    const trailer = bytes.buf.readUInt8(at + length);
    if (trailer !== ENTRY_TRAILER) {
      return this.stop("trailer", `last byte ${trailer} of an entry, 66 wanted`, size);
    }
    const body = bytes.buf.subarray(at, at + length);
    bytes.skip(size);
    return { offset, end: offset + size, body };
  }

  /** Length 0 is padding when the checksum in front of it is 0 as well. */
  private endAtZero(): null {
    const { buf, pos } = this.bytes;
    const padding = buf.readUInt32BE(pos) === 0 && buf.readUInt32BE(pos + 4) === 0;
    if (padding) return this.stop("clean", "padding", 0);
    return this.stop("torn", "a checksum without an entry", ENTRY_PREFIX_SIZE);
  }

  /** Ends the file here; `size` bytes are the bad entry's and say nothing about what follows. */
  private stop(kind: LogEndKind, reason: string, size: number): null {
    this.end = { kind, offset: this.bytes.used, reason };
    this.ignored = size;
    this.look(this.bytes.detach());
    return null;
  }

  private look(chunk: Buffer): void {
    const skip = Math.min(this.ignored, chunk.length);
    this.ignored -= skip;
    this.followed ||= !allZeros(chunk, skip, chunk.length);
  }

  private zeros(): boolean {
    return allZeros(this.bytes.buf, this.bytes.pos, this.bytes.end);
  }
}

function allZeros(buf: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i += 1) if (buf[i] !== 0) return false;
  return true;
}

function toHex(value: number): string {
  return `0x${(value >>> 0).toString(16).padStart(8, "0")}`;
}
