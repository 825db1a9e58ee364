import { onElectionEvent } from "../action.js";

/**
 * A settled server gives up its leader or its leadership. It votes again with StartElection, once
 * its disk is idle; until then notifications wait.
 *
 * @spec Election!LeaveInstance 1a53a83cc79f
 */
export const LeaveInstance = onElectionEvent("LeaveInstance", {
  enabled: (s) => s.role !== "LOOKING",

  next: (s) => ({ state: { ...s, role: "LOOKING", vote: null }, effects: [] }),
});
