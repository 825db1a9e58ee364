import { onEvent } from "../../action.js";
import { Leave } from "../operators.js";

/**
 * A learner notices that its connection is gone, and looks for a leader again.
 *
 * @spec Zab!LearnerLoseLeader
 */
export const LearnerLoseLeader = onEvent("LeaderLost", {
  enabled: (s) => s.role === "FOLLOWING",

  next: (s) => Leave(s),
});
