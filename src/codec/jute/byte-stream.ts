const NOTHING = Buffer.alloc(0);

/**
 * Bytes of a stream that have arrived and are not used up.
 *
 * They are always one piece. While a record is incomplete, later chunks are
 * appended to a buffer that doubles, so that any segmentation costs linear
 * time; bytes handed out as views are never overwritten.
 */
export class ByteStream {
  /** The bytes are `buf[pos..end)`. */
  buf: Buffer = NOTHING;
  pos = 0;
  end = 0;
  /** Bytes used up since the stream began. */
  used = 0;

  get length(): number {
    return this.end - this.pos;
  }

  push(chunk: Buffer): void {
    if (this.pos === this.end) {
      this.buf = chunk;
      this.pos = 0;
      this.end = chunk.length;
      return;
    }
    // A chunk of somebody's has no room behind it: only a buffer of ours is ever appended to.
    if (this.end + chunk.length > this.buf.length) this.move(chunk.length);
    this.end += chunk.copy(this.buf, this.end);
  }

  /** Marks `count` bytes as used up. */
  skip(count: number): void {
    this.pos += count;
    this.used += count;
    if (this.pos === this.end) this.clear();
  }

  /** Takes everything away, for a stream that goes on in another form. */
  detach(): Buffer {
    const rest = this.buf.subarray(this.pos, this.end);
    this.used += rest.length;
    this.clear();
    return rest;
  }

  /** An idle stream keeps no chunk alive. */
  private clear(): void {
    this.buf = NOTHING;
    this.pos = 0;
    this.end = 0;
  }

  private move(extra: number): void {
    const grown = Buffer.allocUnsafe((this.length + extra) * 2);
    this.end = this.buf.copy(grown, 0, this.pos, this.end);
    this.buf = grown;
    this.pos = 0;
  }
}
