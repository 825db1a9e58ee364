import { onMessage } from "../../action.js";
import { isNewLeaderZxid, nothing } from "../operators.js";

/**
 * A leader reads the second ACK of NEWLEADER, with which a learner answers UPTODATE, and does
 * nothing: answering it would send UPTODATE twice.
 *
 * @spec Zab!LeaderIgnoreACK cf51786bee8e
 */
export const LeaderIgnoreACK = onMessage("ACK", {
  enabled: (s, { from, message }) =>
    s.role === "LEADING" &&
    s.learner[from] === "ready" &&
    isNewLeaderZxid(message.zxid, s.proposedEpoch),

  next: (s) => ({ state: s, effects: nothing }),
});
