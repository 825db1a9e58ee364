import { onElectionEvent } from "../action.js";
import { Present, Reads, Tell } from "../operators.js";

/**
 * A settled server answers one that is LOOKING with what it decided; to another settled one it
 * has nothing to say.
 *
 * @spec Election!AnswerLooking 4ce8faa79365
 */
export const AnswerLooking = onElectionEvent("Notification", {
  enabled: (s, e) => s.role !== "LOOKING" && Reads(s, e),

  next: (s, { from, notification }) => ({
    state: s,
    effects: notification.state === "LOOKING" ? [Tell(from, Present(s))] : [],
  }),
});
