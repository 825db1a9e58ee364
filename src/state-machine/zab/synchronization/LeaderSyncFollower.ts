import { onEvent } from "../../action.js";
import { set } from "../../data/server-set.js";
import { Zero } from "../../data/zxid.js";
import type { Effect } from "../../effect.js";
import type { EventOf } from "../../event.js";
import type { ToLearner } from "../../message.js";
import type { NodeState } from "../../state.js";
import { SyncEnd, send } from "../operators.js";
import { isBeyond, sharedIndex } from "./SyncModes.js";

/**
 * A leader sends a learner what it lacks, then NEWLEADER.
 *
 * Acknowledgements of the learner before this are void: a cut may remove exactly the txns that it
 * acknowledged on an earlier connection. Outstanding proposals go to voters only; for an observer
 * the stream ends with what is committed.
 *
 * @spec Zab!LeaderSyncFollower fbc98cbd63d9
 */
export const LeaderSyncFollower = onEvent("SyncLearner", {
  enabled: (s, event) =>
    s.role === "LEADING" &&
    (s.phase === "sync" || s.phase === "broadcast") &&
    s.learner[event.to] === "acked" &&
    isSound(s, event),

  next: (s, event) => ({
    state: {
      ...s,
      learner: set(s.learner, event.to, "synced"),
      learnerZxid: set(s.learnerZxid, event.to, Zero),
      ackIndex: set(s.ackIndex, event.to, 0),
    },
    effects: stream(s, event),
  }),
});

/** Whether the mode brings the learner to a beginning of the leader's history. */
function isSound(s: NodeState, { to, mode, snapBase }: EventOf<"SyncLearner">): boolean {
  switch (mode) {
    case "DIFF":
      return sharedIndex(s, to) >= 0;
    case "TRUNC":
      return isBeyond(s, to);
    case "SNAP":
      return snapBase >= s.memLog.baseLength && snapBase <= SyncEnd(s);
  }
}

/**
 * How much of the leader's history the learner has before the stream begins.
 *
 * @spec Zab!SyncBases 71a7a6bda43e
 */
function syncBase(s: NodeState, { to, mode, snapBase }: EventOf<"SyncLearner">): number {
  if (mode === "DIFF") return sharedIndex(s, to);
  return mode === "TRUNC" ? SyncEnd(s) : snapBase;
}

/**
 * What makes the learner hold exactly the first `base` entries.
 *
 * @spec Zab!ModeMessage a1d0b2487f7c
 */
function ModeMessage(s: NodeState, { mode }: EventOf<"SyncLearner">, base: number): ToLearner {
  switch (mode) {
    case "DIFF":
      return { type: "DIFF" };
    case "TRUNC":
      return { type: "TRUNC", zxid: s.memLog.take(base).lastZxid };
    case "SNAP":
      return { type: "SNAP", history: s.memLog.take(base) };
  }
}

/** The mode message, the proposals with the commits of those committed, and NEWLEADER. */
function stream(s: NodeState, event: EventOf<"SyncLearner">): readonly Effect[] {
  const { to } = event;
  const end = SyncEnd(s);
  const last = s.voters.includes(to) ? s.memLog.length : end;
  const base = syncBase(s, event);
  const effects = [send(to, ModeMessage(s, event, base))];
  let index = base;
  for (const txn of s.memLog.slice(base, last)) {
    index += 1;
    effects.push(send(to, { type: "PROPOSAL", txn }));
    if (index <= end) effects.push(send(to, { type: "COMMIT", zxid: txn.zxid }));
  }
  effects.push(send(to, { type: "NEWLEADER", epoch: s.proposedEpoch }));
  return effects;
}
