import { onMessage } from "../../action.js";
import { sameZxid, type Zxid } from "../../data/zxid.js";
import type { NodeState } from "../../state.js";
import { deliveries, nothing, takesTxns } from "../operators.js";

/** Whether `zxid` is that of the next txn to deliver. */
function isNextToDeliver(s: NodeState, zxid: Zxid): boolean {
  const next = s.memLog.at(s.committed + 1);
  return next !== undefined && sameZxid(next.zxid, zxid);
}

/**
 * A learner delivers the txn committed; before UPTODATE it only remembers how far it may.
 *
 * @spec Zab!FollowerProcessCOMMIT 5b3eb98ab138
 */
export const FollowerProcessCOMMIT = onMessage("COMMIT", {
  enabled: (s, { from, message: { zxid } }) =>
    s.role === "FOLLOWING" &&
    takesTxns(s.phase) &&
    s.leaderOf === from &&
    (s.phase === "broadcast" ? isNextToDeliver(s, zxid) : s.memLog.indexOf(zxid) >= 0),

  next: (s, { message: { zxid } }) => {
    if (s.phase !== "broadcast") {
      return { state: { ...s, syncCommitted: s.memLog.indexOf(zxid) }, effects: nothing };
    }
    const committed = s.committed + 1;
    return {
      state: { ...s, committed },
      effects: deliveries(s.memLog, s.committed, committed),
    };
  },
});
