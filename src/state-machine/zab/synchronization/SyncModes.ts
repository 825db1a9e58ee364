import { compareZxid, type ServerId } from "../../data/zxid.js";
import type { SyncMode } from "../../event.js";
import type { NodeState } from "../../state.js";
import { of } from "../../data/server-set.js";
import { SyncEnd } from "../operators.js";

/**
 * Where in the committed part of its history the leader finds the last zxid of learner `f`; -1
 * where that is not there, or forgotten.
 */
export function sharedIndex(s: NodeState, f: ServerId): number {
  const index = s.memLog.indexOf(of(s.learnerZxid, f));
  return index <= SyncEnd(s) ? index : -1;
}

/** Whether the last zxid of learner `f` lies beyond the committed part of the leader's history. */
export function isBeyond(s: NodeState, f: ServerId): boolean {
  const end = s.memLog.zxidAt(SyncEnd(s));
  return end !== undefined && compareZxid(end, of(s.learnerZxid, f)) < 0;
}

/**
 * How a leader synchronises learner `f`: a stream from where the learner stands if it lacks at
 * most `window` committed txns and the leader remembers them, a cut if the learner has more than
 * is committed, else a snapshot.
 *
 * @spec Zab!SyncModes a528b35615b3
 */
export function syncModeFor(s: NodeState, f: ServerId, window: number): SyncMode {
  const index = sharedIndex(s, f);
  if (index >= 0 && SyncEnd(s) - index <= window) return "DIFF";
  return isBeyond(s, f) ? "TRUNC" : "SNAP";
}
