import { Writer } from "#codec";
import type { ByteStream, Timers } from "./ports.js";
import type { Flushable, Turn } from "./turn.js";

/** Bytes allocated at a time for what one connection sends. */
const SLAB = 16 * 1024;

/** A snapshot stream rests while more than this many bytes wait for the network. */
const STREAM_BACKLOG = 4 * 1024 * 1024;

/** Milliseconds that one slice of a snapshot stream may take. */
const SLICE = 4;

/**
 * The output of one connection: what is encoded during a turn leaves in one write at its end.
 * A long stream (a snapshot) can be put in: it leaves in slices, and what is encoded behind it
 * waits for its end.
 */
export class Outbox implements Flushable {
  readonly #stream: ByteStream;
  readonly #turn: Turn;
  readonly #timers: Timers;
  readonly #writer = new Writer(SLAB);
  #marked = false;
  /** What goes out before the stream of `#source`; null once that has begun. */
  #before: Uint8Array | null = null;
  #source: Iterator<Uint8Array> | null = null;
  /** The network took too little: the stream goes on when it has drained. */
  #resting = false;
  #ending = false;
  #over = false;

  constructor(stream: ByteStream, turn: Turn, timers: Timers) {
    this.#stream = stream;
    this.#turn = turn;
    this.#timers = timers;
  }

  /** The place to encode into; what is put there leaves at the end of the turn. */
  get out(): Writer {
    this.#mark();
    return this.#writer;
  }

  /** Bytes that wait, here and in the network. */
  get backlog(): number {
    return this.#writer.length + this.#stream.backlog;
  }

  flush(): void {
    this.#marked = false;
    if (this.#over) return;
    if (this.#source === null) this.#hand(this.#writer.finish());
    else if (this.#before !== null) {
      this.#hand(this.#before);
      this.#before = null;
      this.#slice();
    }
    if (this.#ending) {
      this.drop();
      this.#stream.end();
    }
  }

  /** Sends what was encoded so far, then `chunks`, then what is encoded from now on. */
  stream(chunks: Iterator<Uint8Array>): void {
    this.#before = this.out.finish();
    this.#source = chunks;
  }

  /** Closes the connection once everything encoded so far has left; half a stream is no use. */
  end(): void {
    if (this.#over) return;
    if (this.#source === null) {
      this.#ending = true;
      this.#mark();
    } else {
      this.drop();
      this.#stream.destroy();
    }
  }

  /** The connection is over: nothing is sent any more. */
  drop(): void {
    this.#over = true;
    this.#source = null;
  }

  /** The network has taken what it was given. */
  drained(): void {
    if (!this.#resting) return;
    this.#resting = false;
    this.#slice();
  }

  #mark(): void {
    if (this.#marked || this.#over) return;
    this.#marked = true;
    this.#turn.touch(this);
  }

  #hand(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#stream.write(bytes);
  }

  /** What waits behind the stream leaves with the turn: its lines may not have left yet. */
  #slice(): void {
    const source = this.#source;
    if (source === null) return;
    const until = this.#timers.now() + SLICE;
    do {
      if (this.#stream.backlog >= STREAM_BACKLOG) {
        this.#resting = true;
        return;
      }
      const { done, value } = source.next();
      if (done === true) {
        this.#source = null;
        this.#mark();
        return;
      }
      this.#stream.write(value);
    } while (this.#timers.now() < until);
    this.#timers.nextTurn(() => this.#slice());
  }
}
