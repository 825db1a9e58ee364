import { onMessage } from "../../action.js";
import type { Zxid } from "../../data/zxid.js";
import type { NodeState } from "../../state.js";
import { lastRealZxid } from "../operators.js";
import { BeginSync } from "./BeginSync.js";

/**
 * A learner cuts its history after the txn named, which it holds. A zxid with counter 0 names the
 * last real one below it.
 *
 * @spec Zab!FollowerProcessTRUNC 2217de75e16c
 */
export const FollowerProcessTRUNC = onMessage("TRUNC", {
  enabled: (s, { from, message }) =>
    s.role === "FOLLOWING" &&
    s.phase === "sync" &&
    s.leaderOf === from &&
    indexOf(s, message.zxid) >= 0,

  next: (s, { message }) => BeginSync(s, s.memLog.take(indexOf(s, message.zxid))),
});

function indexOf(s: NodeState, zxid: Zxid): number {
  return s.memLog.indexOf(lastRealZxid(s.memLog, zxid));
}
