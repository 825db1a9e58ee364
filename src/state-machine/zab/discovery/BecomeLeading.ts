import { onEvent } from "../../action.js";
import { nothing } from "../operators.js";

/**
 * An elected voter begins to form the next epoch. Its disk must be idle: what it promised and
 * holds is read from memory here, and must survive a crash.
 *
 * @spec Zab!BecomeLeading 538df6f5b41c
 */
export const BecomeLeading = onEvent("ElectedLeading", {
  enabled: (s) => s.voters.includes(s.self) && s.role === "LOOKING" && s.diskQueue.length === 0,

  next: (s) => ({
    state: {
      ...s,
      role: "LEADING",
      phase: "discovery",
      proposedEpoch: s.acceptedEpoch + 1,
      epochInfo: [s.self],
      epochAcks: [s.self],
    },
    effects: nothing,
  }),
});
