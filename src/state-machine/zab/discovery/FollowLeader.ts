import { onEvent } from "../../action.js";
import { send } from "../operators.js";

/**
 * A server follows another, whether that one leads or not, and opens a connection to it.
 *
 * @spec Zab!FollowLeader 950178bd908e
 */
export const FollowLeader = onEvent("ElectedFollowing", {
  enabled: (s, { leader }) =>
    s.servers.includes(leader) &&
    s.role === "LOOKING" &&
    s.diskQueue.length === 0 &&
    s.self !== leader,

  next: (s, { leader }) => ({
    state: { ...s, role: "FOLLOWING", phase: "discovery", leaderOf: leader },
    effects: [
      { kind: "Connect", to: leader },
      send(leader, { type: "FOLLOWERINFO", epoch: s.acceptedEpoch }),
    ],
  }),
});
