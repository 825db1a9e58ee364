import { onMessage } from "../../action.js";
import { IsNextZxid } from "../../data/zxid.js";
import { ACK, nothing, takesTxns, write } from "../operators.js";

/**
 * A learner logs the next proposal of its leader.
 *
 * The acknowledgement is part of the disk operation and leaves with its completion: a leader may
 * count an ACK towards a quorum the moment it arrives, so no crash may forget the txn after that.
 * Before NEWLEADER nothing is queued at all: a sync stream becomes durable in one piece.
 *
 * @spec Zab!FollowerProcessPROPOSAL e1362109b372
 */
export const FollowerProcessPROPOSAL = onMessage("PROPOSAL", {
  enabled: (s, { from, message }) =>
    s.role === "FOLLOWING" &&
    takesTxns(s.phase) &&
    s.leaderOf === from &&
    IsNextZxid(s.memLog.lastZxid, message.txn.zxid),

  next: (s, { message: { txn } }) => {
    const memLog = s.memLog.append(txn);
    if (s.phase === "sync") return { state: { ...s, memLog }, effects: nothing };
    const operation = { op: "append", arg: txn, then: [ACK(txn.zxid)] } as const;
    return {
      state: { ...s, memLog, diskQueue: s.diskQueue.append(operation) },
      effects: [write(operation)],
    };
  },
});
