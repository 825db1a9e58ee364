import { onElectionEvent } from "../action.js";
import { presentVote } from "../operators.js";

/**
 * Once its leader has established an epoch, a server reports its decision with that epoch: the
 * servers of one leader then report one vote, whatever election each of them joined in, and a
 * late joiner can count them. ZooKeeper's `updateElectionVote`.
 *
 * @spec Election!RefreshEpoch 8588e32b87ab
 */
export const RefreshEpoch = onElectionEvent("EpochEstablished", {
  enabled: (s) => s.role !== "LOOKING",

  next: (s, { epoch }) => ({ state: { ...s, vote: { ...presentVote(s), epoch } }, effects: [] }),
});
