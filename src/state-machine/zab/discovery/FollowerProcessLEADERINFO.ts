import { onMessage } from "../../action.js";
import { Leave, send, write } from "../operators.js";

/**
 * A learner promises a newer epoch, repeats a promise without counting, or leaves a stale leader.
 *
 * The new promise is answered by the disk operation that keeps it: a leader may count it towards
 * a quorum the moment it arrives.
 *
 * @spec Zab!FollowerProcessLEADERINFO 0a323f0a264a
 */
export const FollowerProcessLEADERINFO = onMessage("LEADERINFO", {
  enabled: (s, { from }) =>
    s.role === "FOLLOWING" && s.phase === "discovery" && s.leaderOf === from,

  next: (s, { from, message: { epoch } }) => {
    if (epoch < s.acceptedEpoch) return Leave(s);
    const answer = {
      type: "ACKEPOCH",
      counts: epoch > s.acceptedEpoch,
      epoch: s.currentEpoch,
      zxid: s.memLog.lastZxid,
    } as const;
    if (!answer.counts) return { state: { ...s, phase: "sync" }, effects: [send(from, answer)] };
    const operation = { op: "acceptedEpoch", arg: epoch, then: [answer] } as const;
    return {
      state: { ...s, phase: "sync", diskQueue: s.diskQueue.append(operation) },
      effects: [write(operation)],
    };
  },
});
