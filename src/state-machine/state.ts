import { History } from "./data/history.js";
import { Seq } from "./data/seq.js";
import { everywhere, of, type PerServer, type ServerSet } from "./data/server-set.js";
import { Zero, type ServerId, type Zxid } from "./data/zxid.js";
import type { Txn } from "./data/history.js";
import type { ToLeader } from "./message.js";

export type Role = "LOOKING" | "LEADING" | "FOLLOWING";

/** How far a server has come in its role. */
export type Phase = "election" | "discovery" | "sync" | "newleader" | "broadcast";

/** How far a leader has come with one learner. */
export type LearnerPhase =
  "none" | "connected" | "info" | "epochSent" | "acked" | "synced" | "ready";

/** One operation of the ordered disk queue; `then` leaves once the operation is durable. */
export type DiskOperation = { readonly then: readonly ToLeader[] } & (
  | { readonly op: "append"; readonly arg: Txn }
  | { readonly op: "replace"; readonly arg: History }
  | { readonly op: "acceptedEpoch"; readonly arg: number }
  | { readonly op: "currentEpoch"; readonly arg: number }
);

/**
 * One server of the ensemble: a field for each variable of the spec, seen from that server. The
 * network's variables (link, toLeader, toLearner) are the runtime's; see spec/mapping.json.
 */
export interface NodeState {
  /** Constants of the spec: who this is, who there is, who votes. */
  readonly self: ServerId;
  readonly servers: ServerSet;
  readonly voters: ServerSet;
  /** Whether a learner acknowledges UPTODATE, as Java learners do. */
  readonly ackUptodate: boolean;

  /** Durable. */
  readonly log: History;
  readonly acceptedEpoch: number;
  readonly currentEpoch: number;

  /** Volatile, of every server. */
  readonly role: Role;
  readonly phase: Phase;
  readonly memLog: History;
  readonly committed: number;
  readonly diskQueue: Seq<DiskOperation>;

  /** Volatile, of a learner. */
  readonly leaderOf: ServerId | null;
  readonly syncCommitted: number;

  /** Volatile, of a leader. */
  readonly learner: PerServer<LearnerPhase>;
  readonly learnerZxid: PerServer<Zxid>;
  readonly proposedEpoch: number;
  readonly epochInfo: ServerSet;
  readonly epochAcks: ServerSet;
  readonly newLeaderAcks: ServerSet;
  readonly ackIndex: PerServer<number>;
}

/** Who a server is and with whom: the constants of the spec. */
export interface Membership {
  readonly self: ServerId;
  readonly servers: ServerSet;
  readonly voters: ServerSet;
  readonly ackUptodate: boolean;
}

/** What survives a crash. */
export interface Durable {
  readonly log: History;
  readonly acceptedEpoch: number;
  readonly currentEpoch: number;
}

/** What a server knows when its process starts: its disk, and nothing else. */
export function started(membership: Membership, durable: Durable): NodeState {
  return {
    self: membership.self,
    servers: membership.servers,
    voters: membership.voters,
    ackUptodate: membership.ackUptodate,
    log: durable.log,
    acceptedEpoch: durable.acceptedEpoch,
    currentEpoch: durable.currentEpoch,
    role: "LOOKING",
    phase: "election",
    memLog: durable.log,
    committed: 0,
    diskQueue: Seq.of(),
    leaderOf: null,
    syncCommitted: 0,
    ...asNoLeader(membership.servers),
  };
}

/** The leader's variables of a server that does not lead. */
export function asNoLeader(servers: ServerSet) {
  return {
    learner: everywhere<LearnerPhase>(servers, "none"),
    learnerZxid: everywhere<Zxid>(servers, Zero),
    proposedEpoch: 0,
    epochInfo: [] as ServerSet,
    epochAcks: [] as ServerSet,
    newLeaderAcks: [] as ServerSet,
    ackIndex: everywhere<number>(servers, 0),
  } as const;
}

/** A server that was never started before. @spec Zab!Init 295c74188e4e */
export function Init(membership: Membership): NodeState {
  return started(membership, { log: History.empty, acceptedEpoch: 0, currentEpoch: 0 });
}

/**
 * Forgets entries that a snapshot holds, up to position `length` at most, and never one that is
 * not both durable and delivered, nor one that a voter may still acknowledge: an ACK names its
 * position by its zxid. The spec does not see this step: its histories are whole.
 */
export function forget(state: NodeState, length: number): NodeState {
  let upTo = Math.min(length, state.log.length, state.committed);
  for (const f of state.voters) {
    const learner = state.learner[f];
    if (learner !== "synced" && learner !== "ready") continue;
    upTo = Math.min(upTo, of(state.ackIndex, f));
  }
  if (upTo <= state.log.baseLength || state.log.zxidAt(upTo) === undefined) return state;
  const memLog = state.memLog.forget(upTo);
  // Where the disk follows the memory the two go on sharing their cells.
  const log = state.log.isPrefixOf(state.memLog)
    ? memLog.take(state.log.length)
    : state.log.forget(upTo);
  return { ...state, log, memLog };
}
