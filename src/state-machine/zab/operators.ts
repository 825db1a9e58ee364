import type { Outcome } from "../action.js";
import type { Effect } from "../effect.js";
import type { Message } from "../message.js";
import { asNoLeader, type DiskOperation, type Durable, type NodeState } from "../state.js";
import type { LearnerPhase, Phase } from "../state.js";
import type { History } from "../data/history.js";
import { compareZxid, type ServerId, type Zxid } from "../data/zxid.js";
import { of, type PerServer, type ServerSet } from "../data/server-set.js";

/** The effects of an action that asks nothing of the world. */
export const nothing: readonly Effect[] = [];

/** Asks for a message to be sent. */
export function send(to: ServerId, message: Message): Effect {
  return { kind: "Send", to, message };
}

/** Asks for a disk operation; the same object stands in the disk queue. */
export function write(operation: DiskOperation): Effect {
  return { kind: "Write", operation };
}

/** Whether the voters in `servers` are a majority of all voters. @spec Zab!Q 6ac6266dbf51 */
export function Q(s: NodeState, servers: ServerSet): boolean {
  let voters = 0;
  for (const server of servers) if (s.voters.includes(server)) voters += 1;
  return voters * 2 > s.voters.length;
}

/** The zxid that acknowledges NEWLEADER of `epoch`. @spec Zab!NewLeaderZxid e4c00c0d6435 */
export function NewLeaderZxid(epoch: number): Zxid {
  return { epoch, counter: 0 };
}

/** An acknowledgement of everything up to `zxid`. @spec Zab!ACK 8511ba39b8aa */
export function ACK(zxid: Zxid): Extract<Message, { readonly type: "ACK" }> {
  return { type: "ACK", zxid };
}

/** Whether `zxid` is the one that acknowledges NEWLEADER of `epoch`. */
export function isNewLeaderZxid(zxid: Zxid, epoch: number): boolean {
  return zxid.counter === 0 && zxid.epoch === epoch;
}

/** Whether a learner in this phase takes the proposals and commits of its leader. */
export function takesTxns(phase: Phase): boolean {
  return phase === "sync" || phase === "newleader" || phase === "broadcast";
}

/** Whether a learner that has come this far is sent proposals and commits. */
export function isSynced(learner: LearnerPhase | undefined): boolean {
  return learner === "synced" || learner === "ready";
}

/**
 * What a zxid says about `history`. ZooKeeper names the moment of an establishment ⟨e, 0⟩, which
 * is no txn; it means the last real zxid below it. Where that is forgotten the zxid stays as it
 * is, and is held nowhere.
 */
export function lastRealZxid(history: History, zxid: Zxid): Zxid {
  if (zxid.counter > 0 || compareZxid(zxid, history.baseZxid) < 0) return zxid;
  return history.zxidAt(history.lastIndexUpTo(zxid)) as Zxid;
}

/** How much of its history a leader may hand out as committed. @spec Zab!SyncEnd 18ed3d0a3580 */
export function SyncEnd(s: NodeState): number {
  return s.phase === "broadcast" ? s.committed : s.memLog.length;
}

/** What a disk holds after one more operation. @spec Zab!Written bfeac6649dd8 */
export function Written(disk: Durable, operation: DiskOperation): Durable {
  const { log, acceptedEpoch, currentEpoch } = disk;
  switch (operation.op) {
    case "append":
      return { log: log.append(operation.arg), acceptedEpoch, currentEpoch };
    case "replace":
      return { log: operation.arg, acceptedEpoch, currentEpoch };
    case "acceptedEpoch":
      return { log, acceptedEpoch: operation.arg, currentEpoch };
    case "currentEpoch":
      return { log, acceptedEpoch, currentEpoch: operation.arg };
  }
}

/**
 * The highest index that a quorum has made durable, the leader with `own` entries of its log and
 * each learner with what it acknowledged; never below what is committed. A quorum stands behind
 * the index that some voter has itself, so only those few are looked at, and the log never.
 *
 * @spec Zab!Committable b2b86a814cec
 */
export function Committable(s: NodeState, acks: PerServer<number>, own: number): number {
  let highest = s.committed;
  for (const voter of s.voters) {
    const k = Math.min(durableAt(s, acks, own, voter), s.memLog.length);
    if (k > highest && Backed(s, k, acks, own)) highest = k;
  }
  return highest;
}

/** Whether a quorum has made index `k` durable. @spec Zab!Backed e9ce29699408 */
function Backed(s: NodeState, k: number, acks: PerServer<number>, own: number): boolean {
  let backing = 0;
  for (const voter of s.voters) if (durableAt(s, acks, own, voter) >= k) backing += 1;
  return backing * 2 > s.voters.length;
}

function durableAt(s: NodeState, acks: PerServer<number>, own: number, voter: ServerId): number {
  return voter === s.self ? own : of(acks, voter);
}

/**
 * What a leader that commits up to index `k` asks of the world: for each position, COMMIT to the
 * voters and INFORM to the observers that are synchronised, then the delivery to itself.
 *
 * @spec Zab!CommitUpTo 0fb18d6ea5b4
 */
export function CommitUpTo(s: NodeState, k: number): readonly Effect[] {
  if (k === s.committed) return nothing;
  const effects: Effect[] = [];
  let index = Math.max(s.committed, s.memLog.baseLength);
  for (const txn of s.memLog.slice(index, k)) {
    index += 1;
    const commit = { type: "COMMIT", zxid: txn.zxid } as const;
    const inform = { type: "INFORM", txn } as const;
    for (const f of s.servers) {
      if (isSynced(s.learner[f])) effects.push(send(f, s.voters.includes(f) ? commit : inform));
    }
    effects.push({ kind: "Deliver", index, txn });
  }
  return effects;
}

/**
 * The deliveries of the positions after `from` up to `to`, in order. What is forgotten stands in a
 * snapshot, and was delivered with it.
 */
export function deliveries(history: History, from: number, to: number): Effect[] {
  const first = Math.max(from, history.baseLength) + 1;
  return history
    .slice(from, to)
    .map((txn, k): Effect => ({ kind: "Deliver", index: first + k, txn }));
}

/**
 * What a server that no longer has a role knows of roles: nothing.
 *
 * @spec Zab!ResetRole 2ded9871882b
 */
export function ResetRole(s: NodeState): NodeState {
  return {
    ...s,
    role: "LOOKING",
    phase: "election",
    committed: 0,
    leaderOf: null,
    syncCommitted: 0,
    ...asNoLeader(s.servers),
  };
}

/**
 * A server looks for a leader again. Its disk goes on with what was queued, silently; an
 * unfinished sync never happened; its connections end, its own first, then its learners'.
 *
 * @spec Zab!Leave 5a0183a301ad
 */
export function Leave(s: NodeState): Outcome {
  const effects: Effect[] = [];
  if (s.leaderOf !== null) effects.push({ kind: "Disconnect", from: s.leaderOf });
  for (const from of s.servers) {
    if (s.learner[from] !== "none") effects.push({ kind: "Disconnect", from });
  }
  const inSync = s.role === "FOLLOWING" && s.phase === "sync";
  const state = {
    ...ResetRole(s),
    memLog: inSync ? s.log : s.memLog,
    diskQueue: s.diskQueue.map((operation) => ({ ...operation, then: [] })),
  };
  return { state, effects };
}
