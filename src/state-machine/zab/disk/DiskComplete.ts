import { onEvent, type Outcome } from "../../action.js";
import { add, type PerServer } from "../../data/server-set.js";
import type { Effect } from "../../effect.js";
import { invariant } from "../../invariant.js";
import type { LearnerPhase, NodeState } from "../../state.js";
import { CommitUpTo, Committable, Written, nothing, send } from "../operators.js";

/**
 * The oldest disk operation is durable, and what waited for it happens: a learner's messages
 * leave; a leader offers its epoch, begins to synchronise, or counts its own vote.
 *
 * @spec Zab!DiskComplete
 */
export const DiskComplete = onEvent("DiskComplete", {
  enabled: (s) => s.diskQueue.length > 0,

  next: (s) => {
    const operation = s.diskQueue.head;
    invariant(operation !== undefined, () => "an empty disk queue has completed an operation");
    const written = Written(s, operation);
    const state = { ...written, diskQueue: s.diskQueue.drop(1) };
    if (s.role === "LEADING") {
      if (operation.op === "acceptedEpoch") return OfferEpoch(state, operation.arg);
      if (operation.op === "currentEpoch") return EnterSync(state);
      if (operation.op === "append" && s.phase === "broadcast") {
        const committed = Committable(state, s.ackIndex, s.log.length + 1);
        return { state: { ...state, committed }, effects: CommitUpTo(state, committed) };
      }
    }
    const to = s.leaderOf;
    if (to === null || operation.then.length === 0) return { state, effects: nothing };
    return { state, effects: operation.then.map((message) => send(to, message)) };
  },
});

/** The new epoch is durable: it is offered to every learner that asked. @spec Zab!OfferEpoch */
function OfferEpoch(s: NodeState, epoch: number): Outcome {
  const effects: Effect[] = [];
  const learner: Record<number, LearnerPhase> = { ...s.learner };
  for (const f of s.servers) {
    if (s.learner[f] !== "info") continue;
    learner[f] = "epochSent";
    effects.push(send(f, { type: "LEADERINFO", epoch }));
  }
  return { state: { ...s, learner: learner as PerServer<LearnerPhase> }, effects };
}

/** The epoch is established: the leader may synchronise its learners. @spec Zab!EnterSync */
function EnterSync(s: NodeState): Outcome {
  return { state: { ...s, phase: "sync", newLeaderAcks: add([], s.self) }, effects: nothing };
}
