import { ByteStream } from "../jute/byte-stream.js";
import { FrameSplitter } from "../jute/frame-splitter.js";
import { Reader } from "../jute/reader.js";
import type { DecodeError } from "../jute/result.js";
import { type Introduction, readIntroduction } from "./introduction.js";
import { MAX_NOTIFICATION } from "./limits.js";

/**
 * Reads an election connection, however the network cut it: on the side that
 * was called first the caller's introduction, then on both sides
 * notifications, each with its length.
 */
export class ElectionStream {
  private introduced: Introduction | null = null;
  private introductionError: DecodeError | null = null;
  /** What has arrived of an introduction that is still wanted; null when none is. */
  private opening: ByteStream | null;
  private readonly frames = new FrameSplitter({
    name: "notification",
    min: 1,
    max: MAX_NOTIFICATION,
  });

  /** `called`: the peer opened this connection and introduces itself. */
  constructor(called: boolean) {
    this.opening = called ? new ByteStream() : null;
  }

  get error(): DecodeError | null {
    return this.introductionError ?? this.frames.error;
  }

  /** Who called, as soon as it is known. */
  get introduction(): Introduction | null {
    return this.introduced;
  }

  /** Whether an end here would cut off an introduction or a notification. */
  get within(): boolean {
    return this.opening === null ? this.frames.within : this.opening.length > 0;
  }

  push(chunk: Buffer): void {
    if (this.introductionError !== null) return;
    if (this.opening === null) this.frames.push(chunk);
    else {
      this.opening.push(chunk);
      this.open(this.opening);
    }
  }

  /** The next complete notification without its length; null when there is none (yet). */
  next(): Buffer | null {
    return this.introductionError === null ? this.frames.next() : null;
  }

  private open(bytes: ByteStream): void {
    const r = new Reader(bytes.buf, bytes.pos, bytes.end);
    const introduction = readIntroduction(r);
    if (r.error === null) {
      bytes.skip(r.pos - bytes.pos);
      this.introduced = introduction;
      this.opening = null;
      this.frames.push(bytes.detach());
    } else if (!r.short) {
      const offset = r.errorAt - bytes.pos;
      this.introductionError = { record: "Introduction", offset, reason: r.error };
    }
  }
}
