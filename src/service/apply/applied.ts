import type { Stat, Zxid } from "#codec";
import type { Stamp } from "../tree/stamp.js";

/** What a transaction was and did: everything an answer to whoever asked for it needs. */
export interface Applied {
  /** The session that asked, signed halves; the one that was created or closed, too. */
  readonly sessionHi: number;
  readonly sessionLo: number;
  readonly cxid: number;
  /** An `opCode`; −1 for a write that failed. */
  readonly type: number;
  readonly zxid: Zxid;
  /** An `errorCode`; also of a replayed change that was in the tree already. */
  readonly err: number;
  readonly path: string | null;
  /** The node as it was right after the change, where the answer shows it. */
  readonly stat: Stat | null;
  /** Timeout of a created session, ms. */
  readonly timeout?: number;
}

/** The same while it is being filled in. */
export interface Outcome {
  readonly sessionHi: number;
  readonly sessionLo: number;
  readonly cxid: number;
  readonly type: number;
  readonly zxid: Zxid;
  err: number;
  path: string | null;
  stat: Stat | null;
  timeout?: number;
}

/** What the records of one transaction have in common. */
export interface TxnContext {
  readonly sessionHi: number;
  readonly sessionLo: number;
  readonly zxid: Zxid;
  readonly stamp: Stamp;
}
