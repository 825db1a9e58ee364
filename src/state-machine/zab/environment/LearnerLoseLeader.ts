import { onEvent } from "../../action.js";
import { Leave } from "../operators.js";

/**
 * A learner notices that its connection is gone, and looks for a leader again.
 *
 * @spec Zab!LearnerLoseLeader 1812e979bf60
 */
export const LearnerLoseLeader = onEvent("LeaderLost", {
  enabled: (s) => s.role === "FOLLOWING",

  next: (s) => Leave(s),
});
