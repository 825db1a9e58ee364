import { onEvent } from "../../action.js";
import { set } from "../../data/server-set.js";
import { Zero } from "../../data/zxid.js";
import { nothing } from "../operators.js";

/**
 * A leader notices that the connection of a learner is gone; what the learner has promised and
 * stored stays counted.
 *
 * @spec Zab!LeaderDropLearner 1f3d2007f8a9
 */
export const LeaderDropLearner = onEvent("LearnerLost", {
  enabled: (s, { from }) => s.role === "LEADING" && (s.learner[from] ?? "none") !== "none",

  next: (s, { from }) => ({
    state: {
      ...s,
      learner: set(s.learner, from, "none"),
      learnerZxid: set(s.learnerZxid, from, Zero),
    },
    effects: nothing,
  }),
});
