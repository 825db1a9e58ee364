import type { Zxid } from "./zxid.js";

const TWO_32 = 0x1_0000_0000;
const TWO_63 = 2 ** 63;

/** Up to this many characters a loop beats the call into Node's UTF-8 encoder. */
const SHORT_STRING = 48;

/**
 * Appends Jute bytes to one growing buffer (ZooKeeper's `BinaryOutputArchive`).
 *
 * Two ways of use. A shared output buffer: append many replies, `view()` what
 * is there, write it, `reset()`. A slab: write one record, `finish()` hands out
 * its bytes for good, and the next record goes behind them in the same slab, so
 * that small records cost no allocation of their own.
 */
export class Writer {
  private buf: Buffer;
  private start = 0;
  private pos = 0;
  private readonly slab: number;

  /** `slab`: bytes allocated at a time. */
  constructor(slab = 16_384) {
    this.slab = slab;
    this.buf = Buffer.allocUnsafeSlow(slab);
  }

  /** Bytes written since the last `finish` or `reset`. */
  get length(): number {
    return this.pos - this.start;
  }

  /** The bytes so far; valid until the next call of any other method. */
  view(): Buffer {
    return this.buf.subarray(this.start, this.pos);
  }

  /** Forgets what was written and uses its room again: nobody may still hold a view. */
  reset(): void {
    this.pos = this.start;
  }

  /** Hands out what was written; these bytes are never touched again. */
  finish(): Buffer {
    const done = this.buf.subarray(this.start, this.pos);
    this.start = this.pos;
    return done;
  }

  byte(value: number): void {
    const at = this.room(1);
    this.buf[at] = value;
  }

  bool(value: boolean): void {
    this.byte(value ? 1 : 0);
  }

  /** A 32-bit value, signed or unsigned. */
  int(value: number): void {
    this.store(this.room(4), value);
  }

  /** A long from its halves, each signed or unsigned. */
  halves(hi: number, lo: number): void {
    const at = this.room(8);
    this.store(at, hi);
    this.store(at + 4, lo);
  }

  zxid(value: Zxid): void {
    this.halves(value.epoch, value.counter);
  }

  /** A long from a safe integer, or one of the two values `Reader.longSaturated` adds to them. */
  long(value: number): void {
    if (value >= TWO_63) this.halves(0x7fffffff, 0xffffffff);
    else this.halves(Math.floor(value / TWO_32), value);
  }

  longBigInt(value: bigint): void {
    const at = this.room(8);
    this.buf.writeBigInt64BE(BigInt.asIntN(64, value), at);
  }

  str(value: string | null): void {
    if (value === null) this.int(-1);
    else if (value.length > SHORT_STRING || !this.ascii(value)) this.utf8(value);
  }

  buffer(value: Uint8Array | null): void {
    if (value === null) {
      this.int(-1);
      return;
    }
    this.int(value.length);
    this.bytes(value);
  }

  /** Raw bytes without a length. */
  bytes(value: Uint8Array): void {
    const at = this.room(value.length);
    this.buf.set(value, at);
  }

  vec<T>(items: readonly T[] | null, write: (w: Writer, item: T) => void): void {
    if (items === null) {
      this.int(-1);
      return;
    }
    this.int(items.length);
    for (const item of items) write(this, item);
  }

  /** Leaves room for an int that is known later; returns what `patchInt` needs. */
  reserveInt(): number {
    const at = this.length;
    this.room(4);
    return at;
  }

  /** Overwrites four bytes; `at` counts from the last `finish` or `reset`. */
  patchInt(at: number, value: number): void {
    this.store(this.start + at, value);
  }

  /** A short string, byte for byte; gives up at the first character that is not ASCII. */
  private ascii(value: string): boolean {
    const length = value.length;
    const at = this.room(4 + length);
    const buf = this.buf;
    for (let i = 0; i < length; i += 1) {
      const code = value.charCodeAt(i);
      if (code > 0x7f) {
        this.pos = at;
        return false;
      }
      buf[at + 4 + i] = code;
    }
    this.store(at, length);
    return true;
  }

  private utf8(value: string): void {
    const at = this.room(4 + value.length * 3);
    const length = this.buf.write(value, at + 4, "utf8");
    this.store(at, length);
    this.pos = at + 4 + length;
  }

  private store(at: number, value: number): void {
    const buf = this.buf;
    buf[at] = value >>> 24;
    buf[at + 1] = value >>> 16;
    buf[at + 2] = value >>> 8;
    buf[at + 3] = value;
  }

  /** Claims `count` bytes and returns where they start. */
  private room(count: number): number {
    if (this.pos + count > this.buf.length) this.grow(count);
    const at = this.pos;
    this.pos = at + count;
    return at;
  }

  /** Moves the unfinished bytes to a new slab; finished ones keep the old one alive. */
  private grow(count: number): void {
    const used = this.pos - this.start;
    const size = Math.max(this.slab, (used + count) * 2);
    const next = Buffer.allocUnsafeSlow(size);
    this.buf.copy(next, 0, this.start, this.pos);
    this.buf = next;
    this.start = 0;
    this.pos = used;
  }
}
