import { onEvent } from "../../action.js";
import type { NodeState } from "../../state.js";
import { Leave, Q } from "../operators.js";

/** The leader and its connected learners. */
function company(s: NodeState) {
  return s.servers.filter((f) => f === s.self || s.learner[f] !== "none");
}

/**
 * A leader without a quorum of connected learners looks for a leader again. One that has heard
 * too little of learners that are still connected drops those first.
 *
 * @spec Zab!LeaderLosesQuorum 2393b83f74e0
 */
export const LeaderLosesQuorum = onEvent("QuorumLost", {
  enabled: (s) => s.role === "LEADING" && !Q(s, company(s)),

  next: (s) => Leave(s),
});
