import { onMessage } from "../../action.js";
import { BeginSync } from "./BeginSync.js";

/**
 * A learner keeps its whole history as the base of the stream.
 *
 * @spec Zab!FollowerProcessDIFF 7e2b85d856d2
 */
export const FollowerProcessDIFF = onMessage("DIFF", {
  enabled: (s, { from }) => s.role === "FOLLOWING" && s.phase === "sync" && s.leaderOf === from,

  next: (s) => BeginSync(s, s.memLog),
});
