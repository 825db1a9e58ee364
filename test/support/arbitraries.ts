import fc from "fast-check";
import {
  History,
  Seq,
  Zero,
  everywhere,
  type DiskOperation,
  type Event,
  type LearnerPhase,
  type Message,
  type NodeState,
  type PerServer,
  type ServerId,
  type ServerSet,
  type Txn,
  type Zxid,
} from "#state-machine";

/** Freezes plain objects and arrays all the way down; histories and sequences guard themselves. */
export function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  if (value instanceof History || value instanceof Seq) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}

/** The value with histories and sequences spelled out, so that equality sees their entries. */
export function plain(value: unknown): unknown {
  if (value instanceof History) {
    const { baseLength, baseZxid } = value;
    return { baseLength, baseZxid, entries: plain(value.slice(0, value.length)) };
  }
  if (value instanceof Seq) return plain(value.toArray());
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
}

/** Memberships small enough to collide, with and without an observer. */
const ensembles = [
  { servers: [1, 2, 3], voters: [1, 2, 3] },
  { servers: [1, 2, 3, 4], voters: [1, 2, 3] },
  { servers: [1, 2, 3, 4, 5], voters: [1, 2, 4, 5] },
];

export const epoch = fc.nat({ max: 4 });

export const zxid: fc.Arbitrary<Zxid> = fc.oneof(
  fc.constant(Zero),
  fc.record({ epoch: fc.integer({ min: 1, max: 4 }), counter: fc.nat({ max: 4 }) }),
);

/** The history of these strides: 0 stays in the epoch, more opens a later one. */
export function historyOf(strides: readonly number[], forgotten = 0): History {
  let at: Zxid = Zero;
  let history = History.empty;
  for (const [k, stride] of strides.entries()) {
    const opens = stride > 0 || at.epoch === 0;
    at = opens
      ? { epoch: at.epoch + Math.max(stride, 1), counter: 1 }
      : { epoch: at.epoch, counter: at.counter + 1 };
    history = history.append(frozen({ zxid: at, val: k + 1 }));
  }
  return history.forget(Math.min(forgotten, history.length));
}

const stride = fc.constantFrom(0, 0, 0, 1, 2);

export const history: fc.Arbitrary<History> = fc
  .tuple(fc.array(stride, { maxLength: 6 }), fc.constantFrom(0, 0, 0, 1, 2))
  .map(([strides, forgotten]) => historyOf(strides, forgotten));

export const txn: fc.Arbitrary<Txn> = fc.record({ zxid, val: fc.nat({ max: 9 }) });

const ack = zxid.map((z) => ({ type: "ACK", zxid: z }) as const);

export const toLeader = fc.oneof(
  ack,
  fc.record({
    type: fc.constant("ACKEPOCH" as const),
    counts: fc.boolean(),
    epoch,
    zxid,
  }),
  fc.record({ type: fc.constant("FOLLOWERINFO" as const), epoch }),
);

export const message: fc.Arbitrary<Message> = fc.oneof(
  toLeader,
  fc.record({ type: fc.constantFrom("LEADERINFO" as const, "NEWLEADER" as const), epoch }),
  fc.record({ type: fc.constantFrom("TRUNC" as const, "COMMIT" as const), zxid }),
  fc.record({ type: fc.constantFrom("PROPOSAL" as const, "INFORM" as const), txn }),
  fc.record({ type: fc.constantFrom("DIFF" as const, "UPTODATE" as const) }),
  fc.record({ type: fc.constant("SNAP" as const), history }),
);

const then = fc.array(toLeader, { maxLength: 2 });

export const append = fc.record({ op: fc.constant("append" as const), arg: txn, then });

export const operation: fc.Arbitrary<DiskOperation> = fc.oneof(
  append,
  fc.record({ op: fc.constant("replace" as const), arg: history, then }),
  fc.record({
    op: fc.constantFrom("acceptedEpoch" as const, "currentEpoch" as const),
    arg: epoch,
    then,
  }),
);

const phases: readonly LearnerPhase[] = [
  "none",
  "connected",
  "info",
  "epochSent",
  "acked",
  "synced",
  "ready",
];

/** One value for each of the servers, from a list that is long enough for any ensemble. */
function each<T>(servers: ServerSet, values: readonly T[]): PerServer<T> {
  const record: Record<ServerId, T> = {};
  for (const [k, server] of servers.entries()) record[server] = values[k] as T;
  return record;
}

function five<T>(values: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.array(values, { minLength: 5, maxLength: 5 });
}

const subset = fc.subarray([0, 1, 2, 3, 4]);

/** Any well-typed state, reachable or not, frozen. */
export const nodeState: fc.Arbitrary<NodeState> = fc
  .record({
    ensemble: fc.constantFrom(...ensembles),
    self: fc.nat({ max: 4 }),
    leader: fc.nat({ max: 5 }),
    ackUptodate: fc.boolean(),
    memLog: history,
    log: fc.oneof(history, fc.nat({ max: 6 })),
    committed: fc.nat({ max: 6 }),
    syncCommitted: fc.nat({ max: 6 }),
    acceptedEpoch: epoch,
    currentEpoch: epoch,
    role: fc.constantFrom("LOOKING" as const, "LEADING" as const, "FOLLOWING" as const),
    phase: fc.constantFrom(
      ...(["election", "discovery", "sync", "newleader", "broadcast"] as const),
    ),
    diskQueue: fc.array(operation, { maxLength: 3 }),
    learner: five(fc.constantFrom(...phases)),
    learnerZxid: five(zxid),
    ackIndex: five(fc.nat({ max: 6 })),
    proposedEpoch: epoch,
    sets: fc.tuple(subset, subset, subset),
  })
  .map((a) => {
    const { servers, voters } = a.ensemble;
    const self = servers[a.self % servers.length] as ServerId;
    const server = (k: number) => servers[k] as ServerId;
    const set = (picks: number[]) => picks.filter((k) => k < servers.length).map(server);
    const learner = each(servers, a.learner);
    return frozen({
      self,
      servers,
      voters,
      ackUptodate: a.ackUptodate,
      log: typeof a.log === "number" ? shortened(a.memLog, a.log) : a.log,
      acceptedEpoch: a.acceptedEpoch,
      currentEpoch: a.currentEpoch,
      role: a.role,
      phase: a.phase,
      memLog: a.memLog,
      committed: Math.min(a.committed, a.memLog.length),
      diskQueue: Seq.from(a.diskQueue.map(frozen)),
      leaderOf: servers.filter((s) => s !== self)[a.leader] ?? null,
      syncCommitted: Math.min(a.syncCommitted, a.memLog.length),
      learner: { ...learner, [self]: "none" as const },
      learnerZxid: each(servers, a.learnerZxid),
      proposedEpoch: a.proposedEpoch,
      epochInfo: set(a.sets[0]),
      epochAcks: set(a.sets[1]),
      newLeaderAcks: set(a.sets[2]),
      ackIndex: each(servers, a.ackIndex),
    });
  });

function shortened(history: History, length: number): History {
  return history.take(Math.max(history.baseLength, length));
}

const from = fc.integer({ min: 1, max: 6 });

/** Anything that can happen, from any server, strangers included. */
export const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant("Message" as const), from, message }) },
  fc.constantFrom<Event>(
    { kind: "ElectedLeading" },
    { kind: "DiskComplete" },
    { kind: "LeaderLost" },
    { kind: "QuorumLost" },
  ),
  fc.record({ kind: fc.constant("ElectedFollowing" as const), leader: from }),
  fc.record({ kind: fc.constantFrom("LearnerConnected" as const, "LearnerLost" as const), from }),
  fc.record({
    kind: fc.constant("SyncLearner" as const),
    to: from,
    mode: fc.constantFrom("DIFF" as const, "TRUNC" as const, "SNAP" as const),
    snapBase: fc.nat({ max: 6 }),
  }),
  fc.record({ kind: fc.constant("ClientRequest" as const), val: fc.nat() }),
  fc.record({ kind: fc.constant("Restart" as const), completed: fc.integer({ min: -1, max: 4 }) }),
);

/** The learners of nobody. */
export const noLearners = (servers: ServerSet) => everywhere<LearnerPhase>(servers, "none");
