import type { Id } from "#codec";
import type { Watcher } from "../watches/watcher.js";

/** A read as it came from a client. */
export interface ReadRequest {
  readonly xid: number;
  /** An `opCode`. */
  readonly opcode: number;
  /** What follows the request header. */
  readonly body: Buffer;
  /** The identities the connection has proved, and its address. */
  readonly ids: readonly Id[];
  /** Who waits, when the request sets a watch. */
  readonly watcher: Watcher;
}
