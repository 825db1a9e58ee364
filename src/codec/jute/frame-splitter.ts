import type { DecodeError } from "./result.js";

/** What a stream of length-prefixed frames may carry. */
export interface FrameLimits {
  /** Name of the stream in errors. */
  readonly name: string;
  /** Shortest and longest frame in bytes, its own 4-byte length not counted. */
  readonly min: number;
  readonly max: number;
  /** Words of four letters that may stand in place of the first length. */
  readonly words?: ReadonlySet<string>;
}

/** A frame that is not complete yet is given room in steps of at least this many bytes. */
const FIRST_ROOM = 65_536;

const NOTHING = Buffer.alloc(0);

/**
 * Cuts a byte stream into its frames, however the network cut it.
 *
 * `push` what arrives, then call `next` until it returns null. A frame inside
 * one chunk is a view of that chunk; one that spans chunks is gathered once in
 * a buffer that grows with what has really arrived, so that a length alone
 * costs no memory. After an error or a word nothing more is handed out.
 */
export class FrameSplitter {
  error: DecodeError | null = null;
  /** The four-letter word the stream began with. */
  word: string | null = null;
  private readonly limits: FrameLimits;
  private readonly chunks: Buffer[] = [];
  private chunk: Buffer = NOTHING;
  private pos = 0;
  /** Stream offset of the current chunk's first byte. */
  private base = 0;
  private prefix = 0;
  private prefixBytes = 0;
  private first = true;
  private frame: Buffer | null = null;
  private frameLength = 0;
  private filled = 0;

  constructor(limits: FrameLimits) {
    this.limits = limits;
  }

  /** The chunk is kept as it is until its frames have been taken. */
  push(chunk: Buffer): void {
    if (this.pos < this.chunk.length || this.chunks.length > 0) this.chunks.push(chunk);
    else this.use(chunk);
  }

  /** The next complete frame without its length; null when there is none (yet). */
  next(): Buffer | null {
    if (this.error !== null || this.word !== null) return null;
    for (;;) {
      const found = this.frame === null ? this.cut() : this.gather();
      if (found !== null || this.error !== null || this.word !== null) return found;
      const chunk = this.chunks.shift();
      this.use(chunk ?? NOTHING);
      if (chunk === undefined) return null;
    }
  }

  /** Whether the stream stands within a length or a frame: an end here cuts something off. */
  get within(): boolean {
    return this.prefixBytes > 0 || this.frame !== null;
  }

  /** The bytes not handed out yet, for a stream that goes on in another form. */
  detach(): Buffer {
    const rest = Buffer.concat([this.chunk.subarray(this.pos), ...this.chunks]);
    this.chunks.length = 0;
    this.use(NOTHING);
    return rest;
  }

  private use(chunk: Buffer): void {
    this.base += this.chunk.length;
    this.chunk = chunk;
    this.pos = 0;
  }

  /** Reads a length and, when the whole frame is here, the frame. */
  private cut(): Buffer | null {
    const length = this.readLength();
    if (length < 0) return null;
    const at = this.pos;
    if (at + length <= this.chunk.length) {
      this.pos = at + length;
      return this.chunk.subarray(at, at + length);
    }
    this.frame = Buffer.allocUnsafe(Math.min(length, FIRST_ROOM));
    this.frameLength = length;
    this.filled = 0;
    return this.gather();
  }

  /** A valid length, or −1 when it is not all here or not one. */
  private readLength(): number {
    const { chunk } = this;
    if (this.prefixBytes === 0 && this.pos + 4 <= chunk.length) {
      this.prefix = chunk.readInt32BE(this.pos);
      this.pos += 4;
    } else {
      while (this.prefixBytes < 4) {
        if (this.pos === chunk.length) return -1;
        this.prefix = (this.prefix << 8) | chunk.readUInt8(this.pos);
        this.pos += 1;
        this.prefixBytes += 1;
      }
    }
    const length = this.prefix;
    this.prefix = 0;
    this.prefixBytes = 0;
    return this.accept(length) ? length : -1;
  }

  private accept(length: number): boolean {
    const { limits } = this;
    if (this.first) {
      this.first = false;
      const word = asText(length);
      if (limits.words?.has(word) === true) {
        this.word = word;
        return false;
      }
    }
    if (length >= limits.min && length <= limits.max) return true;
    const reason = `frame length ${length}${hint(length)}, ${limits.min} to ${limits.max} wanted`;
    this.error = { record: limits.name, offset: this.base + this.pos - 4, reason };
    return false;
  }

  /** Moves what the current chunk has into the frame being gathered. */
  private gather(): Buffer | null {
    const count = Math.min(this.frameLength - this.filled, this.chunk.length - this.pos);
    const frame = this.roomFor(this.filled + count);
    this.chunk.copy(frame, this.filled, this.pos, this.pos + count);
    this.pos += count;
    this.filled += count;
    if (this.filled < this.frameLength) return null;
    this.frame = null;
    return frame.length === this.frameLength ? frame : frame.subarray(0, this.frameLength);
  }

  private roomFor(count: number): Buffer {
    const frame = this.frame ?? NOTHING;
    if (count <= frame.length) return frame;
    const grown = Buffer.allocUnsafe(Math.min(this.frameLength, Math.max(count, frame.length * 2)));
    frame.copy(grown, 0, 0, this.filled);
    this.frame = grown;
    return grown;
  }
}

/** The four bytes of an int as characters. */
function asText(value: number): string {
  return String.fromCharCode(value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255);
}

/** What a length that cannot be one probably is: the usual strangers on a port. */
function hint(length: number): string {
  if (length >>> 16 === 0x1603) return " (the start of a TLS handshake)";
  const text = asText(length);
  return /^[ -~]{4}$/.test(text) ? ` (the text "${text}")` : "";
}
