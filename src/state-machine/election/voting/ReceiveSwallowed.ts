import { onElectionEvent } from "../action.js";
import { InElection, IsSwallowed, Reads } from "../operators.js";

/**
 * A server that only waits for silence drops whatever does not improve its vote.
 *
 * @spec Election!ReceiveSwallowed 04fd7aa10abc
 */
export const ReceiveSwallowed = onElectionEvent("Notification", {
  enabled: (s, e) => InElection(s) && Reads(s, e) && IsSwallowed(s, e.notification),

  next: (s) => ({ state: s, effects: [] }),
});
