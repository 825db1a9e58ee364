import {
  compareZxid,
  sameZxid,
  type NodeState,
  type ServerId,
  type ServerSet,
  type ToLeader,
  type Txn,
  type Zxid,
} from "#state-machine";
import type { Connection } from "../zab/connection.js";
import type { Ghosts } from "../zab/ghosts.js";
import { txnsOf } from "../zab/plain.js";
import { fitsLeader, fitsLearner } from "./heads.js";
import { delivered, isPrefix, isServing, isZero, majority, same } from "./words.js";

/** What the properties of a whole ensemble read of one server. */
export interface Member {
  readonly self: ServerId;
  readonly log: readonly Txn[];
  readonly acceptedEpoch: number;
  readonly currentEpoch: number;
  /** Of a leader that serves: its epoch and its history. */
  readonly serves: { readonly epoch: number; readonly memLog: readonly Txn[] } | null;
}

/**
 * One property of the spec, cut by what each part reads: a part is evaluated once for each
 * combination of what it reads, not once for each state. A property holds where all parts hold.
 */
export interface ZabProperty {
  readonly server?: (s: NodeState) => boolean;
  /** A learner and its connection. */
  readonly connection?: (f: NodeState, connection: Connection) => boolean;
  /** What server l has to read from learner f, which is linked to it. */
  readonly reads?: (l: NodeState, f: ServerId, head: ToLeader) => boolean;
  /** Two servers, and whether t is a learner linked to s. */
  readonly pair?: (s: NodeState, t: NodeState, linked: boolean) => boolean;
  readonly remembered?: (s: NodeState, ghosts: Ghosts) => boolean;
  readonly ghosts?: (ghosts: Ghosts) => boolean;
  readonly ensemble?: (members: readonly Member[], ghosts: Ghosts, voters: ServerSet) => boolean;
  /** A step of one server. */
  readonly step?: (before: NodeState, after: NodeState) => boolean;
  /** A step of what is remembered. */
  readonly memory?: (before: Ghosts, after: Ghosts) => boolean;
}

/** What the properties of the ensemble see of a server. */
export function memberOf(s: NodeState): Member {
  return {
    self: s.self,
    log: txnsOf(s.log),
    acceptedEpoch: s.acceptedEpoch,
    currentEpoch: s.currentEpoch,
    serves: isServing(s) ? { epoch: s.proposedEpoch, memLog: txnsOf(s.memLog) } : null,
  };
}

/** Every property of Zab, by its name in the spec; the sentences stand there. */
export const zabProperties: Readonly<Record<string, ZabProperty>> = {
  /** Types are the compiler's. */
  TypeOK: {},
  HeadFits: {
    connection: (f, { link, toLearner: [head] }) =>
      link === "none" || head === undefined || fitsLearner(f, head),
  },
  UpFits: { reads: fitsLeader },
  OneLeaderPerEpoch: { ghosts: ({ established }) => established.every((times) => times <= 1) },
  DeliveredPrefix: {
    remembered: (s, { committed }) =>
      s.committed <= s.memLog.length && isPrefix(delivered(s), committed),
  },
  CommittedStable: { memory: (before, after) => isPrefix(before.committed, after.committed) },
  Integrity: {
    remembered: (s, { broadcast }) =>
      txnsOf(s.memLog).every((txn) => {
        const proposed = broadcast[txn.zxid.epoch - 1]?.[txn.zxid.counter - 1];
        return proposed !== undefined && same(proposed, txn);
      }),
  },
  Agreement: {
    pair: (s, t) => {
      const [a, b] = [delivered(s), delivered(t)];
      return isPrefix(a, b) || isPrefix(b, a);
    },
  },
  LocalPrimaryOrder: {
    server: (s) =>
      delivered(s).every(({ zxid: { epoch, counter } }, k, txns) => {
        const before = txns[k - 1];
        return (
          counter <= 1 ||
          (before !== undefined && sameZxid(before.zxid, { epoch, counter: counter - 1 }))
        );
      }),
  },
  GlobalPrimaryOrder: {
    server: (s) =>
      txnsOf(s.memLog).every(
        (txn, k, txns) => k === 0 || compareZxid((txns[k - 1] as Txn).zxid, txn.zxid) < 0,
      ),
  },
  PrimaryIntegrity: {
    remembered: (l, { committed }) =>
      !isServing(l) ||
      committed.every((txn, k) => {
        const held = l.memLog.at(k + 1);
        return txn.zxid.epoch >= l.proposedEpoch || (held !== undefined && same(held, txn));
      }),
  },
  LeaderCompleteness: {
    ensemble: (members, { committed }) =>
      members.every(
        ({ serves }) =>
          serves === null ||
          isPrefix(committed, serves.memLog) ||
          members.some(({ acceptedEpoch }) => acceptedEpoch > serves.epoch),
      ),
  },
  CommittedDurable: {
    ensemble: (members, { committed }, voters) =>
      committed.every((txn, k) => {
        const holders = members.filter(({ log }) => k < log.length && same(log[k] as Txn, txn));
        return majority(
          holders.map(({ self }) => self),
          voters,
        );
      }),
  },
  LogMatching: {
    pair: (s, t) => {
      const theirs = txnsOf(t.memLog);
      return txnsOf(s.memLog).every((txn, i, mine) =>
        theirs.every(
          (other, j) =>
            !sameZxid(txn.zxid, other.zxid) ||
            (i === j && isPrefix(mine.slice(0, i + 1), theirs.slice(0, j + 1))),
        ),
      );
    },
  },
  EpochOrder: { server: (s) => s.currentEpoch <= s.acceptedEpoch },
  EpochsMonotonic: {
    step: (before, after) =>
      after.acceptedEpoch >= before.acceptedEpoch && after.currentEpoch >= before.currentEpoch,
  },
  DiskCatchesUp: {
    server: (s) =>
      s.diskQueue.length > 0 ||
      (s.role === "FOLLOWING" && s.phase === "sync") ||
      (s.log.length === s.memLog.length && isPrefix(txnsOf(s.log), txnsOf(s.memLog))),
  },
  AckedIsDurable: {
    pair: (l, f, linked) => {
      const acked = l.ackIndex[f.self] ?? 0;
      return (
        !linked ||
        (acked <= f.log.length &&
          f.log.slice(0, acked).every((txn, k) => {
            const mine = l.memLog.at(k + 1);
            return mine !== undefined && same(mine, txn);
          }))
      );
    },
  },
  EstablishedQuorum: {
    ensemble: (members, _, voters) =>
      members.every(({ serves }) => {
        if (serves === null) return true;
        const own = members.filter(({ currentEpoch }) => currentEpoch >= serves.epoch);
        return majority(
          own.map(({ self }) => self),
          voters,
        );
      }),
  },
  LearnerPrefix: {
    pair: (l, f, linked) =>
      !linked ||
      (f.phase !== "newleader" && f.phase !== "broadcast") ||
      isPrefix(txnsOf(f.memLog), txnsOf(l.memLog)),
  },
  NoServeBeforeUptodate: { server: (s) => s.phase === "broadcast" || s.committed === 0 },
  ObserverNeutral: {
    server: (l) =>
      l.role !== "LEADING" ||
      ((!["sync", "broadcast"].includes(l.phase) || majority(l.epochAcks, l.voters)) &&
        (l.phase !== "broadcast" || majority(l.newLeaderAcks, l.voters))),
  },
  RoleReset: {
    server: (s) => {
      const leads = s.role === "LEADING";
      const follows = s.role === "FOLLOWING";
      return (
        (s.role === "LOOKING") === (s.phase === "election") &&
        (!leads || ["discovery", "sync", "broadcast"].includes(s.phase)) &&
        follows === (s.leaderOf !== null) &&
        leads === s.proposedEpoch > 0 &&
        (s.syncCommitted === 0 || (follows && ["sync", "newleader"].includes(s.phase))) &&
        (s.newLeaderAcks.length === 0 || (leads && ["sync", "broadcast"].includes(s.phase))) &&
        (leads ||
          (s.epochInfo.length === 0 &&
            s.epochAcks.length === 0 &&
            s.servers.every((f) => s.learner[f] === "none" && s.ackIndex[f] === 0))) &&
        s.servers.every((f) => isZero(s.learnerZxid[f] as Zxid) || s.learner[f] === "acked")
      );
    },
    connection: (f, { link, toLeader, toLearner }) =>
      (f.role === "FOLLOWING" || link === "none") &&
      (link !== "none" || (toLeader.length === 0 && toLearner.length === 0)),
  },
};

export const zabPropertyNames: readonly string[] = Object.keys(zabProperties);

/** L0: a leader in broadcast, and a quorum of itself and learners that follow it there. */
export function isStable(
  servers: readonly NodeState[],
  connections: readonly Connection[],
  voters: ServerSet,
): boolean {
  return servers.filter(isServing).some((l) => {
    const with_ = servers.filter(
      (f, k) => f.leaderOf === l.self && connections[k]?.link === "up" && f.phase === "broadcast",
    );
    return majority([l.self, ...with_.map(({ self }) => self)], voters);
  });
}
