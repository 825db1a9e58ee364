import { onElectionEvent } from "../action.js";
import { ElectionInit } from "../state.js";

/**
 * The process ends and starts again: it forgets its round, its vote and what it collected. Its
 * connections end with it.
 *
 * @spec Election!Restart f8782a54472a
 */
export const Restart = onElectionEvent("Restart", {
  enabled: () => true,

  next: (s) => ({ state: ElectionInit(s, s.summary), effects: [] }),
});
