import { onMessage, type Outcome } from "../../action.js";
import { add, set } from "../../data/server-set.js";
import { compareZxid, type ServerId, type Zxid } from "../../data/zxid.js";
import type { NodeState } from "../../state.js";
import { Q, lastRealZxid, nothing, write } from "../operators.js";

/**
 * Whether what a learner says of itself is more recent than what the leader holds.
 *
 * @spec Zab!IsAhead d953b5886987
 */
function IsAhead(s: NodeState, epoch: number, zxid: Zxid): boolean {
  return (
    epoch > s.currentEpoch || (epoch === s.currentEpoch && compareZxid(s.memLog.lastZxid, zxid) < 0)
  );
}

/**
 * A leader counts the promise of a learner or, while a quorum is missing, drops one that is ahead
 * of it: that learner loses this connection, and the leader nothing else.
 *
 * A zxid with counter 0 is read as the last real zxid below it, so with equal epochs a learner
 * that names the moment of an establishment is never ahead.
 *
 * @spec Zab!LeaderProcessACKEPOCH b97bf170fb01
 */
export const LeaderProcessACKEPOCH = onMessage("ACKEPOCH", {
  enabled: (s, { from }) => s.role === "LEADING" && s.learner[from] === "epochSent",

  next: (s, { from, message: m }) => {
    const counted = m.counts && !Q(s, s.epochAcks);
    const zxid = lastRealZxid(s.memLog, m.zxid);
    if (counted && IsAhead(s, m.epoch, zxid)) {
      return {
        state: { ...s, learner: set(s.learner, from, "none") },
        effects: [{ kind: "Disconnect", from }],
      };
    }
    const noted = {
      ...s,
      learnerZxid: set(s.learnerZxid, from, zxid),
      learner: set(s.learner, from, "acked"),
    };
    return counted ? count(noted, from) : { state: noted, effects: nothing };
  },
});

/** The promise of `from` counts; with a quorum of them the epoch becomes the leader's own. */
function count(s: NodeState, from: ServerId): Outcome {
  const epochAcks = add(s.epochAcks, from);
  if (!Q(s, epochAcks)) return { state: { ...s, epochAcks }, effects: nothing };
  const operation = { op: "currentEpoch", arg: s.proposedEpoch, then: [] } as const;
  return {
    state: { ...s, epochAcks, diskQueue: s.diskQueue.append(operation) },
    effects: [write(operation)],
  };
}
