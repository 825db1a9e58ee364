import { onMessage } from "../../action.js";
import { BeginSync } from "./BeginSync.js";

/**
 * A learner takes the history of the snapshot in place of its own.
 *
 * @spec Zab!FollowerProcessSNAP 974dc89ad4b8
 */
export const FollowerProcessSNAP = onMessage("SNAP", {
  enabled: (s, { from }) => s.role === "FOLLOWING" && s.phase === "sync" && s.leaderOf === from,

  next: (s, { message }) => BeginSync(s, message.history),
});
