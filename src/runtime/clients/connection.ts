import { clientFrames, type FrameSplitter, type Id } from "#codec";
import { Outbox } from "../outbox.js";
import type { ByteStream, StreamHandler, Timers } from "../ports.js";
import type { Turn } from "../turn.js";
import { Pending } from "./pending.js";

/** What a connection tells its owner. */
export interface ConnectionOwner {
  connect(connection: ClientConnection, frame: Buffer): void;
  request(connection: ClientConnection, frame: Buffer): void;
  word(connection: ClientConnection, word: string): void;
  /** The connection ends because of what the client sent. */
  refused(connection: ClientConnection, reason: string): void;
  closed(connection: ClientConnection): void;
}

/** `new` until the ConnectRequest, `waiting` until the session is there, then `open`. */
type ConnectionState = "new" | "waiting" | "open" | "closed";

/** Requests without an answer at which reading stops, and at which it goes on. */
const MANY_PENDING = 1024;
const FEW_PENDING = 256;

/** Bytes of unsent answers at which reading stops. */
const MANY_BYTES = 1024 * 1024;

/**
 * One client's TCP connection: frames in, frames out, in order. It stops reading while its session
 * is being made, while too many requests wait, and while the client does not take its answers.
 */
export class ClientConnection implements StreamHandler {
  readonly stream: ByteStream;
  readonly outbox: Outbox;
  readonly pending = new Pending();
  readonly ids: readonly Id[];
  readonly established: number;
  readonly #frames: FrameSplitter;
  readonly #owner: ConnectionOwner;
  readonly #timers: Timers;
  state: ConnectionState = "new";
  #paused = false;
  #draining = false;
  #goesOn = false;
  /** Signed halves of the session id; 0, 0 before there is one. */
  sessionHi = 0;
  sessionLo = 0;
  timeout = 0;
  /** Whether the client sent the readOnly flag, and so expects it in the answer. */
  readOnlyFlag = false;
  /** Monotonic ms at which the present chunk was read: when its requests arrived. */
  arrived: number;
  /** Monotonic ms at which the authority was last told that the session lives. */
  touched = 0;
  received = 0;
  sent = 0;

  constructor(
    stream: ByteStream,
    words: ReadonlySet<string>,
    maxFrame: number,
    turn: Turn,
    timers: Timers,
    owner: ConnectionOwner,
  ) {
    this.stream = stream;
    this.outbox = new Outbox(stream, turn, timers);
    this.ids = [{ scheme: "ip", id: stream.remoteAddress }];
    this.#frames = clientFrames(words, maxFrame);
    this.#owner = owner;
    this.#timers = timers;
    this.arrived = timers.now();
    this.established = timers.wall();
    stream.handler = this;
  }

  onData(chunk: Buffer): void {
    if (this.state === "closed") return;
    this.arrived = this.#timers.now();
    this.#frames.push(chunk);
    this.drain();
  }

  onDrain(): void {
    this.outbox.drained();
    this.drain();
  }

  onClose(reason: string): void {
    if (this.state === "closed") return;
    if (this.#frames.within) this.#owner.refused(this, `${reason} within a frame`);
    this.outbox.drop();
    this.#over();
  }

  /** Takes the frames that have arrived, as far as the connection may go on. */
  drain(): void {
    if (this.#draining) return;
    this.#draining = true;
    while (this.#mayRead()) {
      const frame = this.#frames.next();
      if (frame === null) break;
      if (this.state === "new") this.#owner.connect(this, frame);
      else this.#owner.request(this, frame);
    }
    this.#draining = false;
    if (this.state === "closed") return;
    this.#settle();
    this.#goOnNextTurn();
  }

  /**
   * Answers that stop the reading leave at the end of the turn. The network may take all of them
   * at once, and then it has nothing to say later: so look again by ourselves.
   */
  #goOnNextTurn(): void {
    const encoded = this.outbox.backlog - this.stream.backlog;
    if (this.#goesOn || encoded === 0 || this.outbox.backlog < MANY_BYTES) return;
    this.#goesOn = true;
    this.#timers.nextTurn(() => {
      this.#goesOn = false;
      this.drain();
    });
  }

  /** Sends what was answered, then closes. */
  close(): void {
    if (this.state === "closed") return;
    this.outbox.end();
    this.#over();
  }

  /** Closes without a word. */
  destroy(): void {
    if (this.state === "closed") return;
    this.outbox.drop();
    this.stream.destroy();
    this.#over();
  }

  /** Closes without a word to the client, and says why in the log. */
  refuse(reason: string): void {
    this.#owner.refused(this, reason);
    this.destroy();
  }

  /** Sends what was answered, closes, and says why in the log. */
  end(reason: string): void {
    this.#owner.refused(this, reason);
    this.close();
  }

  #mayRead(): boolean {
    if (this.state === "waiting" || this.state === "closed") return false;
    const bound = this.#paused ? FEW_PENDING : MANY_PENDING;
    return this.pending.length < bound && this.outbox.backlog < MANY_BYTES;
  }

  /** A four-letter word or a senseless length ends the reading; else pauses or resumes. */
  #settle(): void {
    const { word, error } = this.#frames;
    if (word !== null) this.#owner.word(this, word);
    else if (error !== null) this.refuse(error.reason);
    else if (this.#mayRead() === this.#paused) {
      this.#paused = !this.#paused;
      if (this.#paused) this.stream.pause();
      else this.stream.resume();
    }
  }

  #over(): void {
    if (this.state === "closed") return;
    this.state = "closed";
    this.#owner.closed(this);
  }
}
