import type { Applied } from "#service";

/** A request that has no answer yet. Reads wait here only behind a write of their session. */
export interface PendingRequest {
  readonly kind: "write" | "read" | "sync" | "unimplemented" | "malformed";
  readonly xid: number;
  readonly opcode: number;
  readonly body: Buffer;
  /** Monotonic ms at which it was read. */
  readonly arrived: number;
  /** Of a sync: whether its answer may leave. */
  synced: boolean;
  /** Of a write: what became of it. */
  applied: Applied | null;
}

/** How many answered requests may stand at the front before the array is cut. */
const SLACK = 256;

/** The requests of one connection that wait for their answer, in order. */
export class Pending {
  #items: (PendingRequest | undefined)[] = [];
  #start = 0;

  get length(): number {
    return this.#items.length - this.#start;
  }

  get head(): PendingRequest | undefined {
    return this.#items[this.#start];
  }

  push(request: PendingRequest): void {
    this.#items.push(request);
  }

  /** Drops the head. */
  shift(): void {
    this.#items[this.#start] = undefined;
    this.#start += 1;
    if (this.#start === this.#items.length) {
      this.#items.length = 0;
      this.#start = 0;
    } else if (this.#start > SLACK && this.#start * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#start);
      this.#start = 0;
    }
  }

  /** The oldest write whose outcome is not known: outcomes come in the order of the writes. */
  oldestWrite(): PendingRequest | undefined {
    for (let at = this.#start; at < this.#items.length; at += 1) {
      const request = this.#items[at];
      if (request?.kind === "write" && request.applied === null) return request;
    }
    return undefined;
  }

  /** The xids of all writes whose outcome is not known, in order. */
  openWrites(): number[] {
    const open: number[] = [];
    for (let at = this.#start; at < this.#items.length; at += 1) {
      const request = this.#items[at];
      if (request?.kind === "write" && request.applied === null) open.push(request.xid);
    }
    return open;
  }
}
