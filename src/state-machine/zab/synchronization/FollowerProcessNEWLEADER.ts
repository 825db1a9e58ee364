import { onMessage } from "../../action.js";
import type { DiskOperation, NodeState } from "../../state.js";
import { ACK, NewLeaderZxid, write } from "../operators.js";

/**
 * What makes the history received durable: appends where they suffice.
 *
 * @spec Zab!SyncOps be0905a4dbbc
 */
function SyncOps(s: NodeState): DiskOperation[] {
  if (!s.log.isPrefixOf(s.memLog)) return [{ op: "replace", arg: s.memLog, then: [] }];
  const lacking = s.memLog.slice(s.log.length, s.memLog.length);
  return lacking.map((txn) => ({ op: "append", arg: txn, then: [] }));
}

/**
 * A learner makes the stream durable, then the epoch, and only then acknowledges both: NEWLEADER,
 * and every txn that it does not know to be committed.
 *
 * @spec Zab!FollowerProcessNEWLEADER c8b3dd5ba67e
 */
export const FollowerProcessNEWLEADER = onMessage("NEWLEADER", {
  enabled: (s, { from }) => s.role === "FOLLOWING" && s.phase === "sync" && s.leaderOf === from,

  next: (s, { message: { epoch } }) => {
    const outstanding = s.memLog.slice(s.syncCommitted, s.memLog.length);
    const then = [ACK(NewLeaderZxid(epoch)), ...outstanding.map(({ zxid }) => ACK(zxid))];
    const operations = [...SyncOps(s), { op: "currentEpoch", arg: epoch, then } as const];
    return {
      state: { ...s, phase: "newleader", diskQueue: s.diskQueue.appendAll(operations) },
      effects: operations.map(write),
    };
  },
});
