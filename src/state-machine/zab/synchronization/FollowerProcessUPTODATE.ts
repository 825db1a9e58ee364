import { onMessage } from "../../action.js";
import { ACK, NewLeaderZxid, deliveries, send } from "../operators.js";

/**
 * A learner begins to serve, with everything delivered that it knows to be committed. Where it
 * acknowledges UPTODATE at all, it delivers first.
 *
 * @spec Zab!FollowerProcessUPTODATE c1332ebc97b0
 */
export const FollowerProcessUPTODATE = onMessage("UPTODATE", {
  enabled: (s, { from }) =>
    s.role === "FOLLOWING" && s.phase === "newleader" && s.leaderOf === from,

  next: (s, { from }) => {
    const effects = deliveries(s.memLog, s.committed, s.syncCommitted);
    if (s.ackUptodate) effects.push(send(from, ACK(NewLeaderZxid(s.currentEpoch))));
    return {
      state: { ...s, phase: "broadcast", committed: s.syncCommitted, syncCommitted: 0 },
      effects,
    };
  },
});
