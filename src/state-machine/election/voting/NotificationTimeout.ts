import { onElectionEvent } from "../action.js";
import { InElection, Present, TellAll } from "../operators.js";

/**
 * A LOOKING server that hears nothing repeats its vote. That nothing waits to be read is part of
 * the event: the channels are the runtime's.
 *
 * @spec Election!NotificationTimeout 5e54e595b9af
 */
export const NotificationTimeout = onElectionEvent("NotificationTimeout", {
  enabled: (s) => InElection(s),

  next: (s) => ({ state: s, effects: TellAll(s, Present(s)) }),
});
