import { onMessage } from "../../action.js";
import { BeginSync } from "./BeginSync.js";

/**
 * A learner keeps its whole history as the base of the stream.
 *
 * @spec Zab!FollowerProcessDIFF
 */
export const FollowerProcessDIFF = onMessage("DIFF", {
  enabled: (s, { from }) => s.role === "FOLLOWING" && s.phase === "sync" && s.leaderOf === from,

  next: (s) => BeginSync(s, s.memLog),
});
