import { onMessage, type Outcome } from "../../action.js";
import { add, set } from "../../data/server-set.js";
import type { ServerId } from "../../data/zxid.js";
import type { NodeState } from "../../state.js";
import { Q, nothing, send, write } from "../operators.js";

/**
 * A leader lets a learner raise the new epoch while a quorum is missing, and fixes the epoch with
 * the quorum. Once its promise is durable, a learner that asks is answered at once.
 *
 * @spec Zab!LeaderProcessFOLLOWERINFO 636f5dd30f3d
 */
export const LeaderProcessFOLLOWERINFO = onMessage("FOLLOWERINFO", {
  enabled: (s, { from }) => s.role === "LEADING" && s.learner[from] === "connected",

  next: (s, { from, message }) => {
    const open = !Q(s, s.epochInfo);
    // Its own promise is durable, so the quorum was there before.
    const fixed = s.acceptedEpoch === s.proposedEpoch;
    const learner = set(s.learner, from, fixed ? "epochSent" : "info");
    const { state, effects } = open
      ? raise(s, from, message.epoch)
      : { state: s, effects: nothing };
    const offer = { type: "LEADERINFO", epoch: s.proposedEpoch } as const;
    return {
      state: { ...state, learner },
      effects: fixed ? [...effects, send(from, offer)] : effects,
    };
  },
});

/** Learner `from`, which promised `accepted`, helps to choose the epoch. */
function raise(s: NodeState, from: ServerId, accepted: number): Outcome {
  const proposedEpoch = Math.max(s.proposedEpoch, accepted + 1);
  const epochInfo = add(s.epochInfo, from);
  const state = { ...s, proposedEpoch, epochInfo };
  if (!Q(s, epochInfo)) return { state, effects: nothing };
  const operation = { op: "acceptedEpoch", arg: proposedEpoch, then: [] } as const;
  return {
    state: { ...state, diskQueue: s.diskQueue.append(operation) },
    effects: [write(operation)],
  };
}
