import type { Id, MultiTxn, SimpleTxn, Zxid } from "#codec";
import type { Outstanding } from "./outstanding.js";

/** A write as it came from a client, here or on the server that forwarded it. */
export interface WriteRequest {
  readonly sessionHi: number;
  readonly sessionLo: number;
  readonly cxid: number;
  /** An `opCode`. */
  readonly opcode: number;
  /** What follows the request header. */
  readonly body: Buffer;
  /** The identities of the connection it came by. */
  readonly ids: readonly Id[];
}

/** What a preparation looks at, and the zxid its changes get. */
export interface Preparation {
  readonly outstanding: Outstanding;
  readonly request: WriteRequest;
  readonly zxid: Zxid;
  /** Whether the session is there and not about to end. */
  readonly live: boolean;
}

/** The record of the transaction, or the `errorCode` of a write that must fail. */
export type Prepared = SimpleTxn["record"] | MultiTxn["record"] | number;
