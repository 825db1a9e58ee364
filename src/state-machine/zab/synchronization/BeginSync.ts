import type { Outcome } from "../../action.js";
import type { History } from "../../data/history.js";
import type { NodeState } from "../../state.js";
import { nothing } from "../operators.js";

/**
 * A learner, in memory only, begins its sync stream with a history that is all committed. Nothing
 * of the stream is written before NEWLEADER: it becomes durable in one piece or never happened.
 *
 * @spec Zab!BeginSync fa3eb523bbc5
 */
export function BeginSync(s: NodeState, history: History): Outcome {
  return { state: { ...s, memLog: history, syncCommitted: history.length }, effects: nothing };
}
