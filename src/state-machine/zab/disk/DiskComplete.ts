import { onEvent, type Outcome } from "../../action.js";
import { add, type PerServer } from "../../data/server-set.js";
import type { Effect } from "../../effect.js";
import { invariant } from "../../invariant.js";
import type { DiskOperation, LearnerPhase, NodeState } from "../../state.js";
import { CommitUpTo, Committable, Written, nothing, send } from "../operators.js";

/**
 * The oldest disk operation is durable, and what waited for it happens: a learner's messages
 * leave; a leader offers its epoch, begins to synchronise, or counts its own vote.
 *
 * @spec Zab!DiskComplete 2d98047c3120
 */
export const DiskComplete = onEvent("DiskComplete", {
  enabled: (s) => s.diskQueue.length > 0,

  next: (s) => {
    const operation = s.diskQueue.head;
    invariant(operation !== undefined, () => "an empty disk queue has completed an operation");
    const { log, acceptedEpoch, currentEpoch } = Written(s, operation);
    const diskQueue = s.diskQueue.drop(1);
    const leads = s.role === "LEADING";
    const committed =
      leads && operation.op === "append" && s.phase === "broadcast"
        ? Committable(s, s.ackIndex, s.log.length + 1)
        : s.committed;
    const state = { ...s, log, acceptedEpoch, currentEpoch, diskQueue, committed };
    if (leads && operation.op === "acceptedEpoch") return OfferEpoch(state, operation.arg);
    if (leads && operation.op === "currentEpoch") return EnterSync(state);
    return { state, effects: [...released(s, operation), ...CommitUpTo(s, committed)] };
  },
});

/** What a learner may say now that the operation is durable. */
function released(s: NodeState, { then }: DiskOperation): readonly Effect[] {
  const to = s.leaderOf;
  if (to === null || s.role !== "FOLLOWING") return nothing;
  return then.map((message) => send(to, message));
}

/**
 * The new epoch is durable: it is offered to every learner that asked.
 *
 * @spec Zab!OfferEpoch 2499b23b8fd8
 */
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

/**
 * The epoch is established: the leader may synchronise its learners.
 *
 * @spec Zab!EnterSync 0722cdc09ec5
 */
function EnterSync(s: NodeState): Outcome {
  return { state: { ...s, phase: "sync", newLeaderAcks: add([], s.self) }, effects: nothing };
}
