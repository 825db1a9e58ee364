import { onElectionEvent } from "../action.js";
import { InElection, IsOlder, Present, Reads, Tell } from "../operators.js";

/**
 * A LOOKING server answers a vote of an older round with its own, so that the sender catches up.
 *
 * @spec Election!ReceiveOlder 9548985b7fbc
 */
export const ReceiveOlder = onElectionEvent("Notification", {
  enabled: (s, e) => InElection(s) && Reads(s, e) && IsOlder(s, e.notification),

  next: (s, { from }) => ({ state: s, effects: [Tell(from, Present(s))] }),
});
