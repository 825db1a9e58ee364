import type { SessionMap } from "./sessions/session-map.js";
import type { Tree } from "./tree/tree.js";
import type { Watches } from "./watches/watches.js";

/** What transactions change and reads look at. */
export interface State {
  readonly tree: Tree;
  /** Timeouts in ms of the sessions that have been created and not closed. */
  readonly sessions: SessionMap<number>;
  readonly watches: Watches;
}
