import { onMessage } from "../../action.js";
import { add, set } from "../../data/server-set.js";
import { Q, deliveries, isNewLeaderZxid, nothing, send } from "../operators.js";

/**
 * A leader counts a learner as holding the initial history; a quorum commits it, whole, and
 * begins broadcast. Nothing else commits it: counting acknowledgements of its txns would not.
 *
 * The leader delivers before it tells anybody that it serves.
 *
 * @spec Zab!LeaderProcessACKLD 7314c9233455
 */
export const LeaderProcessACKLD = onMessage("ACK", {
  enabled: (s, { from, message }) =>
    s.role === "LEADING" &&
    (s.phase === "sync" || s.phase === "broadcast") &&
    s.learner[from] === "synced" &&
    isNewLeaderZxid(message.zxid, s.proposedEpoch),

  next: (s, { from }) => {
    const learner = set(s.learner, from, "ready");
    const upToDate = { type: "UPTODATE" } as const;
    if (s.phase === "broadcast") {
      return { state: { ...s, learner }, effects: [send(from, upToDate)] };
    }
    const newLeaderAcks = add(s.newLeaderAcks, from);
    const counted = { ...s, learner, newLeaderAcks };
    if (!Q(s, newLeaderAcks)) return { state: counted, effects: nothing };
    const ready = s.servers.filter((f) => learner[f] === "ready");
    return {
      state: { ...counted, phase: "broadcast", committed: s.memLog.length },
      effects: [
        ...deliveries(s.memLog, s.committed, s.memLog.length),
        ...ready.map((f) => send(f, upToDate)),
      ],
    };
  },
});
