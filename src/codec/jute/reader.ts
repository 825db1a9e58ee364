import { DEFAULT_MAX_FIELD } from "./limits.js";
import type { Zxid } from "./zxid.js";

const TWO_32 = 0x1_0000_0000;

/**
 * A cursor over Jute bytes (ZooKeeper's `BinaryInputArchive`).
 *
 * It never throws. The first read that does not fit sets `error`, moves the
 * cursor to the end and yields a neutral value; so does every read after it.
 * Whoever reads a record looks at `error` once, at the end.
 */
export class Reader {
  readonly buf: Buffer;
  readonly end: number;
  /** Longest string or buffer accepted, in bytes. */
  readonly maxField: number;
  pos: number;
  error: string | null = null;
  errorAt = 0;
  /** The bytes ended too early: with more of them the same read may succeed. */
  short = false;

  /**
   * Without a bound of its own the reader allows what is usual, and at least
   * what it has been given: whoever has a whole frame in hand has bounded it.
   */
  constructor(
    buf: Buffer,
    start = 0,
    end = buf.length,
    maxField = Math.max(DEFAULT_MAX_FIELD, end - start),
  ) {
    this.buf = buf;
    this.pos = start;
    this.end = end;
    this.maxField = maxField;
  }

  /** Bytes not read yet. */
  get left(): number {
    return this.end - this.pos;
  }

  fail(reason: string): void {
    if (this.error !== null) return;
    this.error = reason;
    this.errorAt = this.pos;
    this.pos = this.end;
  }

  /** Moves past `count` bytes and returns where they start, or −1 when they are not all there. */
  take(count: number): number {
    const at = this.pos;
    if (at + count > this.end) {
      if (this.error === null) this.short = true;
      this.fail(`${count} bytes wanted, ${this.end - at} left`);
      return -1;
    }
    this.pos = at + count;
    return at;
  }

  byte(): number {
    const at = this.take(1);
    return at < 0 ? 0 : this.buf.readUInt8(at);
  }

  /** Any byte but 0 is true. */
  bool(): boolean {
    return this.byte() !== 0;
  }

  int(): number {
    const at = this.take(4);
    return at < 0 ? 0 : this.buf.readInt32BE(at);
  }

  /** The next half of a long, unsigned. */
  uint(): number {
    const at = this.take(4);
    return at < 0 ? 0 : this.buf.readUInt32BE(at);
  }

  zxid(): Zxid {
    const at = this.take(8);
    if (at < 0) return { epoch: 0, counter: 0 };
    return { epoch: this.buf.readUInt32BE(at), counter: this.buf.readUInt32BE(at + 4) };
  }

  /** A long that must be a safe integer: a time, a size, a server id. */
  long(): number {
    const value = this.longSaturated();
    if (Number.isSafeInteger(value)) return value;
    this.pos -= this.error === null ? 8 : 0;
    this.fail(`long ${value} is beyond ±2^53`);
    return 0;
  }

  /**
   * A long as the nearest double: exact within ±2^53 and for the smallest long;
   * the largest long reads as 2^63, which no other check mistakes for a value.
   */
  longSaturated(): number {
    const at = this.take(8);
    if (at < 0) return 0;
    return this.buf.readInt32BE(at) * TWO_32 + this.buf.readUInt32BE(at + 4);
  }

  longBigInt(): bigint {
    const at = this.take(8);
    return at < 0 ? 0n : this.buf.readBigInt64BE(at);
  }

  /** A long as 16 lower-case hex digits. */
  longHex(): string {
    const at = this.take(8);
    return at < 0 ? "0000000000000000" : this.buf.toString("hex", at, at + 8);
  }

  /** A string that may be null. */
  strOrNull(): string | null {
    const length = this.length("string");
    if (length < 0) return null;
    const at = this.pos;
    this.pos = at + length;
    return this.buf.toString("utf8", at, at + length);
  }

  /** A string; null is an error. */
  str(): string {
    const at = this.pos;
    const value = this.strOrNull();
    if (value !== null) return value;
    if (this.error === null) this.pos = at;
    this.fail("null where a string is needed");
    return "";
  }

  /** A string in a place where null and "" mean the same. */
  strOrEmpty(): string {
    return this.strOrNull() ?? "";
  }

  /** A view, not a copy, of a buffer; null is not the same as empty. */
  buffer(): Buffer | null {
    const length = this.length("buffer");
    if (length < 0) return null;
    const at = this.pos;
    this.pos = at + length;
    return this.buf.subarray(at, at + length);
  }

  /** A view of everything that is left. */
  rest(): Buffer {
    const at = this.pos;
    this.pos = this.end;
    return this.buf.subarray(at, this.end);
  }

  /**
   * A vector whose elements take at least `minSize` bytes each. −1 is null, and
   * so that a count alone can make nobody allocate, a count that cannot fit in
   * what is left is an error.
   */
  vecOrNull<T>(read: (r: Reader) => T, minSize: number): T[] | null {
    const count = this.int();
    if (count === -1 || this.error !== null) return null;
    if (count * minSize > this.end - this.pos) {
      this.pos -= 4;
      this.short = true;
      this.fail(`vector of ${count} elements, room for ${this.vectorRoom(minSize)}`);
      return null;
    }
    const items: T[] = [];
    for (let i = 0; i < count && this.error === null; i += 1) items.push(read(this));
    return items;
  }

  /** A vector in a place where null and empty mean the same. */
  vec<T>(read: (r: Reader) => T, minSize: number): T[] {
    return this.vecOrNull(read, minSize) ?? [];
  }

  private vectorRoom(minSize: number): number {
    return Math.floor((this.end - this.pos - 4) / minSize);
  }

  /** The length in front of a string or buffer; −1 for null and after an error. */
  private length(what: string): number {
    const at = this.take(4);
    if (at < 0) return -1;
    const length = this.buf.readInt32BE(at);
    if (length === -1) return -1;
    if (length < 0 || length > this.maxField) {
      this.pos = at;
      this.fail(`unreasonable length ${length} of a ${what}, at most ${this.maxField} wanted`);
      return -1;
    }
    if (length > this.end - this.pos) {
      const left = this.end - this.pos;
      this.pos = at;
      this.short = true;
      this.fail(`a ${what} of ${length} bytes, ${left} left`);
      return -1;
    }
    return length;
  }
}
