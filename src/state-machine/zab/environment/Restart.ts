import { onEvent } from "../../action.js";
import { started, type Durable } from "../../state.js";
import { Written, nothing } from "../operators.js";

/**
 * The process died and starts again. Some of the queued operations had reached the disk and
 * nobody was told; the rest never happened.
 *
 * @spec Zab!Restart 8a2cb4cd4040
 */
export const Restart = onEvent("Restart", {
  enabled: (s, { completed }) => completed >= 0 && completed <= s.diskQueue.length,

  next: (s, { completed }) => {
    const durable: Durable = s;
    const done = s.diskQueue.take(completed).toArray();
    return { state: started(s, done.reduce(Written, durable)), effects: nothing };
  },
});
