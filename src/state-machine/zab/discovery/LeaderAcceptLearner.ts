import { onEvent } from "../../action.js";
import { Zero } from "../../data/zxid.js";
import { set } from "../../data/server-set.js";
import { nothing } from "../operators.js";

/**
 * A leader accepts the connection of a learner, which replaces an earlier one that it still
 * believed in. Closing that one is the business of whoever accepts connections.
 *
 * @spec Zab!LeaderAcceptLearner 1fa17209ab36
 */
export const LeaderAcceptLearner = onEvent("LearnerConnected", {
  enabled: (s, { from }) => s.role === "LEADING" && s.servers.includes(from) && from !== s.self,

  next: (s, { from }) => ({
    state: {
      ...s,
      learner: set(s.learner, from, "connected"),
      learnerZxid: set(s.learnerZxid, from, Zero),
    },
    effects: nothing,
  }),
});
