import type { Event, NodeState, ServerId } from "#state-machine";
import type { ZabModel } from "../model/model.js";
import type { Parameter } from "../system.js";
import type { Reducers } from "../reducers.js";
import type { GhostChange } from "./ghosts.js";

/** What the world has to be like for an event to happen at all; the rest is the reducers'. */
export const WORLD = {
  any: 0,
  /** The own connection of the server is gone. */
  alone: 1,
  /** The peer leads. */
  peerLeads: 2,
  /** The peer is opening its connection to the server. */
  peerOpens: 3,
  /** The peer is, or is not, connected to the server. */
  peerLinked: 4,
  peerNotLinked: 5,
  /** Exactly `peer` requests were made. */
  requests: 6,
  restartsLeft: 7,
} as const;

/** An event that is offered to a server whenever the world is so. */
export interface Offer {
  readonly event: Event;
  readonly world: number;
  readonly peer: number;
  readonly parameters: readonly Parameter[];
  readonly budget?: GhostChange;
}

/**
 * Everything but messages that may be offered to a server in this state: every peer, every
 * parameter. No guard is looked at: that is what the reducers are asked.
 */
export function offersTo(s: NodeState, model: ZabModel, { syncModeFor }: Reducers): Offer[] {
  const self = { server: s.self };
  const plain = (event: Event, world: number): Offer => {
    return { event, world, peer: 0, parameters: [self] };
  };
  const peers = s.servers.flatMap((f) => peerOffers(s, f, model, syncModeFor));
  const requests = Array.from({ length: model.maxTxn }, (_, n): Offer => {
    const [event, budget] = [{ kind: "ClientRequest", val: n + 1 } as const, { txn: 1 } as const];
    return { event, world: WORLD.requests, peer: n, parameters: [self, n + 1], budget };
  });
  // One more than there are operations: that many cannot have reached the disk.
  const restarts = Array.from({ length: s.diskQueue.length + 2 }, (_, k): Offer => {
    const [event, budget] = [{ kind: "Restart", completed: k } as const, { restart: 1 } as const];
    return { event, world: WORLD.restartsLeft, peer: 0, parameters: [self, k], budget };
  });
  return [
    ...(model.oracle === "any" ? [plain({ kind: "ElectedLeading" }, WORLD.any)] : []),
    ...peers,
    ...requests,
    plain({ kind: "DiskComplete" }, WORLD.any),
    plain({ kind: "LeaderLost" }, WORLD.alone),
    plain({ kind: "QuorumLost" }, WORLD.any),
    ...restarts,
  ];
}

function peerOffers(
  s: NodeState,
  f: ServerId,
  model: ZabModel,
  syncModeFor: Reducers["syncModeFor"],
): Offer[] {
  const parameters = [{ server: s.self }, { server: f }];
  const mode = syncModeFor(s, f, model.snapWindow);
  // A snapshot of a model is never older than what may be handed out as committed.
  const snapBase = s.phase === "broadcast" ? s.committed : s.memLog.length;
  return [
    {
      event: { kind: "ElectedFollowing", leader: f },
      world: WORLD.peerLeads,
      peer: f,
      parameters,
    },
    { event: { kind: "LearnerConnected", from: f }, world: WORLD.peerOpens, peer: f, parameters },
    {
      event: { kind: "SyncLearner", to: f, mode, snapBase },
      world: WORLD.peerLinked,
      peer: f,
      parameters: [...parameters, mode],
    },
    { event: { kind: "LearnerLost", from: f }, world: WORLD.peerNotLinked, peer: f, parameters },
  ];
}
