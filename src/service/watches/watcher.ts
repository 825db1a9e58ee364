import type { Id, Zxid } from "#codec";

/** A connection, as far as its watches are concerned. */
export interface Watcher {
  /** An event reaches only those who may read the node. */
  readonly ids: readonly Id[];
}

/**
 * Told of every event, in order. `type` is an `eventType`; `zxid` is that of the change, or null
 * for what a client missed while it was away.
 */
export type OnEvent = (watcher: Watcher, type: number, path: string, zxid: Zxid | null) => void;
