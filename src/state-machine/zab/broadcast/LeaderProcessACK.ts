import { onMessage } from "../../action.js";
import { of, set } from "../../data/server-set.js";
import { CommitUpTo, Committable, isSynced } from "../operators.js";

/**
 * A leader counts an acknowledgement and commits what a quorum has made durable; its own vote is
 * what its own disk holds.
 *
 * @spec Zab!LeaderProcessACK 5826096d23c4
 */
export const LeaderProcessACK = onMessage("ACK", {
  enabled: (s, { from, message: { zxid } }) =>
    s.role === "LEADING" &&
    s.phase === "broadcast" &&
    isSynced(s.learner[from]) &&
    zxid.counter > 0 &&
    s.memLog.indexOf(zxid) >= 0,

  next: (s, { from, message: { zxid } }) => {
    const index = Math.max(of(s.ackIndex, from), s.memLog.indexOf(zxid));
    const ackIndex = set(s.ackIndex, from, index);
    const committed = Committable(s, ackIndex, s.log.length);
    return { state: { ...s, ackIndex, committed }, effects: CommitUpTo(s, committed) };
  },
});
