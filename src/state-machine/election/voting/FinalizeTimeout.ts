import { onElectionEvent } from "../action.js";
import { InElection, Settle, presentVote } from "../operators.js";

/**
 * Nothing better came in time: the vote is the decision.
 *
 * @spec Election!FinalizeTimeout a330623c68d6
 */
export const FinalizeTimeout = onElectionEvent("FinalizeTimeout", {
  enabled: (s) => InElection(s) && s.finalizing,

  next: (s) => Settle(s, presentVote(s), s.round),
});
