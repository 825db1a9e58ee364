import type { TraceHeader, TracePost } from "#codec";
import type { Positions } from "./history.js";

/** All recorded fields of a server, in its own numbering. */
export type Own = Required<Omit<TracePost, "round" | "leader" | "finalizing">>;

/** The same in the numbering of the spec, in the order of Post in StepZab.tla. */
export type Numbered = readonly (string | number)[];

/** What a server that has just started would record. */
function ownAtStart({ base }: TraceHeader): Own {
  return {
    role: "LOOKING",
    phase: "election",
    acceptedEpoch: base.acceptedEpoch,
    currentEpoch: base.currentEpoch,
    committed: 0,
    memLen: base.len,
    memLast: base.last,
    durLen: base.len,
    durLast: base.last,
    proposedEpoch: 0,
    queueLen: 0,
  };
}

/**
 * Translates one server's lengths. A server numbers its history from wherever its snapshot
 * began, so the distance to the spec's numbering is found by matching zxids: at each start, and
 * when a snapshot of the leader replaces the history.
 */
export class Numbering {
  readonly #positions: Positions;
  #own: Own;
  /** Spec position minus own position, of the history in memory and of the one on disk. */
  #inMemory: number;
  #onDisk: number;
  /** For each queued operation, the distance that holds on disk once it is durable. */
  #queued: (number | null)[] = [];

  constructor(positions: Positions, header: TraceHeader) {
    this.#positions = positions;
    this.#own = ownAtStart(header);
    this.#inMemory = this.#distance(header.base.last, header.base.len, 0);
    this.#onDisk = this.#inMemory;
  }

  get own(): Own {
    return this.#own;
  }

  /** A history replaced in memory by a snapshot of the leader is numbered anew. */
  takeSnapshot(post: TracePost): void {
    const { memLast, memLen } = { ...this.#own, ...post };
    this.#inMemory = this.#distance(memLast, memLen, this.#inMemory);
  }

  /** An operation is queued. */
  queue(op: string): void {
    this.#queued.push(op === "replace" ? this.#inMemory : null);
  }

  /** The oldest operation is durable. */
  complete(): void {
    this.#onDisk = this.#queued.shift() ?? this.#onDisk;
  }

  /** A sync that was not finished is forgotten, with its numbering. */
  forgetSync(): void {
    this.#inMemory = this.#onDisk;
  }

  take(post: TracePost): void {
    this.#own = { ...this.#own, ...post };
  }

  /** A length of the history in memory, in the numbering of the spec. */
  inSpec(length: number): number {
    return length + this.#inMemory;
  }

  /** All fields in the numbering of the spec, in the order of Post in StepZab.tla. */
  numbered(): Numbered {
    const own = this.#own;
    return [
      own.role,
      own.phase,
      own.acceptedEpoch,
      own.currentEpoch,
      own.phase === "broadcast" ? own.committed + this.#inMemory : own.committed,
      own.memLen + this.#inMemory,
      own.memLast,
      own.durLen + this.#onDisk,
      own.durLast,
      own.proposedEpoch,
      own.queueLen,
    ];
  }

  #distance(last: string, length: number, otherwise: number): number {
    const position = this.#positions.of(last);
    return position === undefined ? otherwise : position - length;
  }
}
