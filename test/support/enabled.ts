import fc from "fast-check";
import type { History } from "#state-machine";
import {
  Seq,
  type ActionName,
  type Event,
  type LearnerPhase,
  type Message,
  type NodeState,
  type Phase,
  type ServerId,
  type Txn,
  type Zxid,
} from "#state-machine";
import { append, epoch, frozen, nodeState, operation, zxid } from "./arbitraries.js";

/** A state, an event that enables one certain action in it, and the other server concerned. */
export interface Enabled<E extends Event = Event> {
  readonly s: NodeState;
  readonly peer: ServerId;
  readonly event: E;
}

type Over = Partial<NodeState>;
export type Read<M extends Message = Message> = Extract<Event, { kind: "Message" }> & {
  readonly message: M;
};

/** Any state of any server, with one other server. */
const anyone = fc.tuple(nodeState, fc.nat({ max: 4 })).map(([s, n]) => {
  const peers = s.servers.filter((server) => server !== s.self);
  return { s, peer: peers[n % peers.length] as ServerId };
});

const aVoter = anyone.filter(({ s }) => s.voters.includes(s.self));
const anObserver = anyone.filter(({ s }) => !s.voters.includes(s.self));

/** `base` with some fields fixed, and the event that follows from that. */
function fixed<E extends Event, X>(
  base: fc.Arbitrary<{ s: NodeState; peer: ServerId }>,
  extra: fc.Arbitrary<X>,
  over: (s: NodeState, peer: ServerId, extra: X) => Over,
  event: (s: NodeState, peer: ServerId, extra: X) => E,
): fc.Arbitrary<Enabled<E>> {
  return fc.tuple(base, extra).map(([{ s, peer }, x]) => {
    const state = frozen({ ...s, ...over(s, peer, x) });
    return { s: state, peer, event: frozen(event(state, peer, x)) };
  });
}

const nothing = fc.constant(null);
const idle = Seq.of<never>();

/** What is the same for every leader with this learner. */
function leading(phase: Phase | null, learner: LearnerPhase) {
  return (s: NodeState, peer: ServerId): Over => ({
    role: "LEADING",
    leaderOf: null,
    ...(phase === null ? {} : { phase }),
    learner: { ...s.learner, [peer]: learner },
  });
}

function following(phase: Phase) {
  return (_: NodeState, peer: ServerId): Over => ({ role: "FOLLOWING", leaderOf: peer, phase });
}

function says<M extends Message>(from: ServerId, message: M): Read<M> {
  return { kind: "Message", from, message };
}

/** The zxid that may follow the last one: of the same epoch or the first of a later one. */
function nextOf({ epoch, counter }: Zxid, jump: number): Zxid {
  if (jump === 0 && epoch > 0) return { epoch, counter: counter + 1 };
  return { epoch: epoch + jump + 1, counter: 1 };
}

function nextTxn(s: NodeState, jump: number): Txn {
  return { zxid: nextOf(s.memLog.lastZxid, jump), val: 77 };
}

/** The zxid of some entry that is held; undefined in an empty history. */
function heldZxid(history: History, pick: number): Zxid | undefined {
  const held = history.slice(0, history.length);
  return held[pick % Math.max(held.length, 1)]?.zxid;
}

const jump = fc.constantFrom(0, 0, 1);
const pick = fc.nat({ max: 9 });
const syncPhase = fc.constantFrom("sync" as const, "broadcast" as const);
const takingPhase = fc.constantFrom("sync" as const, "newleader" as const, "broadcast" as const);
const servedPhase = fc.constantFrom("synced" as const, "ready" as const);
const notEmpty = (base: typeof anyone) =>
  base.filter(({ s }) => s.memLog.length > s.memLog.baseLength);

const ackOf = (s: NodeState) =>
  ({ type: "ACK", zxid: { epoch: s.proposedEpoch, counter: 0 } }) as const;

const acking = fc.record({
  type: fc.constant("ACKEPOCH" as const),
  counts: fc.boolean(),
  epoch,
  zxid,
});

/** Some write of some server is durable. */
const anyWrite = fixed(
  anyone,
  fc.tuple(operation, fc.array(operation, { maxLength: 2 })),
  (s, peer, [head, tail]) => ({
    diskQueue: Seq.from([head, ...tail].map(frozen)),
    leaderOf: s.role === "FOLLOWING" ? peer : null,
    committed: Math.max(s.committed, s.memLog.baseLength),
  }),
  () => ({ kind: "DiskComplete" as const }),
);

/** The write of a leader with whom everybody else was done: too rare to be left to chance. */
const quorumWrite = fixed(
  notEmpty(aVoter),
  fc.tuple(append, fc.array(operation, { maxLength: 2 })),
  (s, _, [head, tail]) => ({
    role: "LEADING",
    phase: "broadcast",
    leaderOf: null,
    diskQueue: Seq.from([head, ...tail].map(frozen)),
    committed: s.memLog.baseLength,
    ackIndex: Object.fromEntries(s.servers.map((f) => [f, s.memLog.length])),
  }),
  () => ({ kind: "DiskComplete" as const }),
);

const epochOperation = fc.record({
  op: fc.constantFrom("acceptedEpoch" as const, "currentEpoch" as const),
  arg: epoch,
  then: fc.constant([]),
});

/** The write of an epoch that a leader has promised or made its own, for which a learner waits. */
const epochWrite = fixed(
  aVoter,
  epochOperation,
  (s, peer, head) => ({
    role: "LEADING",
    leaderOf: null,
    diskQueue: Seq.of(frozen(head)),
    learner: { ...s.learner, [peer]: "info" },
  }),
  () => ({ kind: "DiskComplete" as const }),
);

/** A sync of some sound mode; the learner's zxid decides between DIFF and TRUNC. */
const syncing = fixed(
  aVoter,
  fc.record({ phase: syncPhase, z: fc.option(zxid), pick, snapBase: pick, snap: fc.boolean() }),
  (s, peer, x) => ({
    ...leading(x.phase, "acked")(s, peer),
    committed: Math.max(s.committed, s.memLog.baseLength),
    learnerZxid: {
      ...s.learnerZxid,
      [peer]: x.z ?? heldZxid(s.memLog, x.pick) ?? s.memLog.baseZxid,
    },
  }),
  (s, peer, x) => {
    const end = s.phase === "broadcast" ? s.committed : s.memLog.length;
    const base = s.memLog.baseLength;
    const z = s.learnerZxid[peer] as Zxid;
    const held = s.memLog.take(end).indexOf(z) >= 0;
    const last = s.memLog.take(end).lastZxid;
    const beyond = z.epoch > last.epoch || (z.epoch === last.epoch && z.counter > last.counter);
    const sound = held ? ("DIFF" as const) : beyond ? ("TRUNC" as const) : ("SNAP" as const);
    return {
      kind: "SyncLearner" as const,
      to: peer,
      mode: x.snap ? ("SNAP" as const) : sound,
      snapBase: base + (x.snapBase % (end - base + 1)),
    };
  },
);

/** For each action: states, reachable or not, in which the event enables it. */
export const enabled = {
  BecomeLeading: fixed(
    aVoter,
    nothing,
    () => ({ role: "LOOKING", diskQueue: idle }),
    () => ({ kind: "ElectedLeading" as const }),
  ),
  FollowLeader: fixed(
    anyone,
    nothing,
    () => ({ role: "LOOKING", diskQueue: idle }),
    (_, leader) => ({ kind: "ElectedFollowing" as const, leader }),
  ),
  LeaderAcceptLearner: fixed(
    aVoter,
    nothing,
    () => ({ role: "LEADING" }),
    (_, from) => ({ kind: "LearnerConnected" as const, from }),
  ),
  LeaderProcessFOLLOWERINFO: fixed(
    aVoter,
    fc.record({ accepted: epoch, fixed: fc.boolean() }),
    (s, peer, x) => ({
      ...leading(null, "connected")(s, peer),
      ...(x.fixed ? { acceptedEpoch: s.proposedEpoch } : {}),
    }),
    (_, from, x) => says(from, { type: "FOLLOWERINFO" as const, epoch: x.accepted }),
  ),
  FollowerProcessLEADERINFO: fixed(anyone, epoch, following("discovery"), (_, from, x) =>
    says(from, { type: "LEADERINFO" as const, epoch: x }),
  ),
  LeaderProcessACKEPOCH: fixed(aVoter, acking, leading(null, "epochSent"), (_, from, x) =>
    says(from, x),
  ),
  LeaderSyncFollower: syncing,
  FollowerProcessDIFF: fixed(anyone, nothing, following("sync"), (_, from) =>
    says(from, { type: "DIFF" as const }),
  ),
  FollowerProcessTRUNC: fixed(anyone, pick, following("sync"), (s, from, x) =>
    says(from, { type: "TRUNC" as const, zxid: heldZxid(s.memLog, x) ?? s.memLog.baseZxid }),
  ),
  FollowerProcessSNAP: fixed(
    fc.tuple(anyone, nodeState).map(([base]) => base),
    nodeState.map((other) => other.memLog),
    following("sync"),
    (_, from, history) => says(from, { type: "SNAP" as const, history }),
  ),
  FollowerProcessNEWLEADER: fixed(anyone, epoch, following("sync"), (_, from, x) =>
    says(from, { type: "NEWLEADER" as const, epoch: x }),
  ),
  LeaderProcessACKLD: fixed(
    aVoter,
    syncPhase,
    (s, peer, phase) => leading(phase, "synced")(s, peer),
    (s, from) => says(from, ackOf(s)),
  ),
  FollowerProcessUPTODATE: fixed(
    anyone,
    nothing,
    (s, peer) => ({ ...following("newleader")(s, peer), committed: 0 }),
    (_, from) => says(from, { type: "UPTODATE" as const }),
  ),
  LeaderProcessRequest: fixed(
    aVoter,
    pick,
    () => ({ role: "LEADING", phase: "broadcast" }),
    (_, __, val) => ({ kind: "ClientRequest" as const, val }),
  ),
  FollowerProcessPROPOSAL: fixed(
    anyone,
    fc.record({ phase: takingPhase, jump }),
    (s, peer, x) => following(x.phase)(s, peer),
    (s, from, x) => says(from, { type: "PROPOSAL" as const, txn: nextTxn(s, x.jump) }),
  ),
  LeaderProcessACK: fixed(
    notEmpty(aVoter),
    fc.record({ learner: servedPhase, pick }),
    (s, peer, x) => ({
      ...leading("broadcast", x.learner)(s, peer),
      committed: Math.max(s.committed, s.memLog.baseLength),
    }),
    (s, from, x) => says(from, { type: "ACK" as const, zxid: heldZxid(s.memLog, x.pick) as Zxid }),
  ),
  LeaderIgnoreACK: fixed(aVoter, nothing, leading(null, "ready"), (s, from) =>
    says(from, ackOf(s)),
  ),
  FollowerProcessCOMMIT: fixed(
    notEmpty(anyone),
    fc.record({ phase: takingPhase, pick }),
    (s, peer, x) => ({
      ...following(x.phase)(s, peer),
      committed: Math.max(s.memLog.baseLength, Math.min(s.committed, s.memLog.length - 1)),
    }),
    (s, from, x) => {
      const next = s.memLog.at(s.committed + 1)?.zxid;
      const chosen = s.phase === "broadcast" ? next : heldZxid(s.memLog, x.pick);
      return says(from, { type: "COMMIT" as const, zxid: chosen as Zxid });
    },
  ),
  ObserverProcessINFORM: fixed(
    anObserver,
    fc.record({ phase: fc.constantFrom("newleader" as const, "broadcast" as const), jump }),
    (s, peer, x) => ({ ...following(x.phase)(s, peer), committed: s.memLog.length }),
    (s, from, x) => says(from, { type: "INFORM" as const, txn: nextTxn(s, x.jump) }),
  ),
  DiskComplete: fc.oneof({ weight: 3, arbitrary: anyWrite }, quorumWrite, epochWrite),
  LearnerLoseLeader: fixed(
    anyone,
    nothing,
    (_, peer) => ({ role: "FOLLOWING", leaderOf: peer }),
    () => ({ kind: "LeaderLost" as const }),
  ),
  LeaderDropLearner: fixed(
    aVoter,
    fc.constantFrom<LearnerPhase>("connected", "info", "epochSent", "acked", "synced", "ready"),
    (s, peer, x) => leading(null, x)(s, peer),
    (_, from) => ({ kind: "LearnerLost" as const, from }),
  ),
  LeaderLosesQuorum: fixed(
    aVoter,
    nothing,
    (s) => ({
      role: "LEADING",
      leaderOf: null,
      learner: Object.fromEntries(
        s.servers.map((f) => [f, s.voters.includes(f) ? "none" : (s.learner[f] ?? "none")]),
      ),
    }),
    () => ({ kind: "QuorumLost" as const }),
  ),
  Restart: fixed(
    anyone,
    pick,
    () => ({}),
    (s, _, x) => ({ kind: "Restart" as const, completed: x % (s.diskQueue.length + 1) }),
  ),
} satisfies Record<ActionName, fc.Arbitrary<Enabled>>;
