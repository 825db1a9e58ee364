import {
  Seq,
  type LearnerPhase,
  type Membership,
  type NodeState,
  type PerServer,
  type Phase,
  type Role,
  type ServerId,
  type ServerSet,
} from "#state-machine";
import type { Kind } from "../components/dictionary.js";
import type { Renaming } from "../components/renaming.js";
import {
  historyFrom,
  operationFrom,
  plainHistory,
  plainOperation,
  plainZxid,
  zxidFrom,
  type Plain,
} from "./plain.js";

/** The state of one server as a component: its constants are the model's, but for its number. */
export function nodeKind(membership: Omit<Membership, "self">): Kind<NodeState> {
  const { servers } = membership;
  return {
    tag: "n",
    encode: (s, renaming) => JSON.stringify(plainNode(s, servers, renaming)),
    decode: (text) => nodeFrom(JSON.parse(text) as Plain[], membership),
  };
}

function plainNode(s: NodeState, servers: ServerSet, { to, from }: Renaming): Plain {
  const set = (members: ServerSet) => members.map((f) => to[f] as number).sort((a, b) => a - b);
  const each = <T>(record: PerServer<T>, plain: (value: T) => Plain) =>
    servers.map((f) => plain(record[from[f] as ServerId] as T));
  const log = plainHistory(s.log);
  return [
    to[s.self] as number,
    log,
    s.acceptedEpoch,
    s.currentEpoch,
    s.role,
    s.phase,
    s.memLog === s.log ? log : plainHistory(s.memLog),
    s.committed,
    s.diskQueue.toArray().map(plainOperation),
    s.leaderOf === null ? null : (to[s.leaderOf] as number),
    s.syncCommitted,
    each(s.learner, (phase) => phase),
    each(s.learnerZxid, plainZxid),
    s.proposedEpoch,
    set(s.epochInfo),
    set(s.epochAcks),
    set(s.newLeaderAcks),
    each(s.ackIndex, (index) => index),
  ];
}

function nodeFrom(plain: readonly Plain[], membership: Omit<Membership, "self">): NodeState {
  const list = (at: number) => plain[at] as readonly Plain[];
  const each = <T>(at: number, from: (value: Plain) => T) =>
    Object.fromEntries(list(at).map((value, k) => [k + 1, from(value)])) as PerServer<T>;
  return {
    self: plain[0] as number,
    ...membership,
    log: historyFrom(list(1)),
    acceptedEpoch: plain[2] as number,
    currentEpoch: plain[3] as number,
    role: plain[4] as Role,
    phase: plain[5] as Phase,
    memLog: historyFrom(list(6)),
    committed: plain[7] as number,
    diskQueue: Seq.from(list(8).map(operationFrom)),
    leaderOf: plain[9] as number | null,
    syncCommitted: plain[10] as number,
    learner: each(11, (phase) => phase as LearnerPhase),
    learnerZxid: each(12, zxidFrom),
    proposedEpoch: plain[13] as number,
    epochInfo: plain[14] as ServerSet,
    epochAcks: plain[15] as ServerSet,
    newLeaderAcks: plain[16] as ServerSet,
    ackIndex: each(17, (index) => index as number),
  };
}
