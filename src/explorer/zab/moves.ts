import type { Effect, Event, NodeState, ServerId } from "#state-machine";
import type { ZabModel } from "../model/model.js";
import { BROKEN_INVARIANT, answerOf, type Reducers } from "../reducers.js";
import type { Parameter } from "../system.js";
import { txnsOf } from "./plain.js";
import type { Change } from "./connection.js";
import type { GhostChange } from "./ghosts.js";

/** What happens to one connection; to that of a peer only if it leads to the server that acts. */
export interface LinkChanges {
  readonly learner: ServerId;
  readonly changes: readonly Change[];
}

/** A step of one server, as the reducers took it. */
export interface Taken {
  readonly action: string;
  readonly state: NodeState;
  readonly links: readonly LinkChanges[];
  readonly ghosts: GhostChange;
}

/** Which message was read, if one was: the next of `learner`, or of its leader. */
export type Read = { readonly kind: "readUp" | "readDown"; readonly learner: ServerId } | null;

/** Asks the reducers for the step that answers an event; null where they or the bounds refuse. */
export function take(
  before: NodeState,
  event: Event,
  read: Read,
  budget: GhostChange,
  model: ZabModel,
  { step }: Reducers,
): Taken | null {
  const answer = answerOf(() => step(before, event));
  if (answer === null) return { action: BROKEN_INVARIANT, state: before, links: [], ghosts: {} };
  const { action, state, effects } = answer;
  if (action === null || state.proposedEpoch > model.maxEpoch) return null;
  const links = linkChanges(before, event, read, state, effects);
  return { action, state, links, ghosts: { ...budget, ...ghostChange(before, action, state) } };
}

function linkChanges(
  before: NodeState,
  event: Event,
  read: Read,
  after: NodeState,
  effects: readonly Effect[],
): LinkChanges[] {
  const found = new Map<ServerId, Change[]>();
  const add = (learner: ServerId, change: Change) => {
    const changes = found.get(learner) ?? [];
    changes.push(change);
    found.set(learner, changes);
  };
  const { self } = before;
  if (read !== null) add(read.learner, { kind: read.kind });
  if (event.kind === "LearnerConnected") add(event.from, { kind: "accept" });
  for (const effect of effects) {
    if (effect.kind === "Connect") add(self, { kind: "open" });
    if (effect.kind === "Disconnect") {
      add(before.leaderOf === effect.from ? self : effect.from, { kind: "close" });
    }
    if (effect.kind !== "Send") continue;
    const { to, message } = effect;
    if (after.leaderOf === to) add(self, { kind: "sendUp", message });
    else add(to, { kind: "sendDown", message });
  }
  // Nobody takes connections any more: a process that died, or a server without a role.
  for (const f of before.servers) {
    if (event.kind === "Restart") add(f, { kind: "close" });
    else if (after.role === "LOOKING" && f !== self) add(f, { kind: "refuse" });
  }
  return [...found].map(([learner, changes]) => ({ learner, changes }));
}

/** The actions that may commit. */
const COMMITS = ["LeaderProcessACKLD", "LeaderProcessACK", "DiskComplete"];

function ghostChange(before: NodeState, action: string, after: NodeState): GhostChange {
  if (action === "LeaderProcessRequest") {
    const txn = after.memLog.at(after.memLog.length);
    return txn === undefined ? {} : { broadcasts: { epoch: before.proposedEpoch, txn } };
  }
  if (!COMMITS.includes(action) || before.role !== "LEADING") return {};
  const commits = txnsOf(after.memLog).slice(0, after.committed);
  const writes = action === "DiskComplete" && before.diskQueue.head?.op === "currentEpoch";
  return {
    ...(commits.length > 0 && { commits }),
    ...(writes && { establishes: before.proposedEpoch }),
  };
}

/** The parameters of an action that reads a message: the leader first, or the learner alone. */
export function readParameters(leader: ServerId, read: Exclude<Read, null>): readonly Parameter[] {
  const learner = { server: read.learner };
  return read.kind === "readUp" ? [{ server: leader }, learner] : [learner];
}
