import {
  History,
  Init,
  Zero,
  forget,
  step,
  type Effect,
  type Event,
  type Message,
  type NodeState,
  type SyncMode,
  type Zxid,
} from "#state-machine";
import {
  encodeEvent,
  encodeHeader,
  type Carried,
  type TraceDiskOperation,
  type TraceEvent,
  type TracePost,
  type ZabTraceMessage,
} from "#codec";

/** A small pseudo-random generator (mulberry32): the same seed, the same run. */
export function dice(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

interface Connection {
  readonly name: string;
  readonly leader: number;
  readonly learner: number;
  accepted: boolean;
  alive: boolean;
  readonly toLeader: { n: number; message: Message }[];
  readonly toLearner: { n: number; message: Message }[];
  sentUp: number;
  sentDown: number;
}

interface Server {
  readonly id: number;
  state: NodeState;
  incarnation: number;
  q: number;
  own: Connection | null;
  readonly learners: Map<number, Connection>;
}

const zxidText = ({ epoch, counter }: Zxid): string => `${String(epoch)}:${String(counter)}`;

function messageOf(message: Message): ZabTraceMessage {
  switch (message.type) {
    case "PROPOSAL":
    case "INFORM": {
      const { zxid, val } = message.txn;
      return { type: message.type, zxid: zxidText(zxid), val: val as string };
    }
    case "SNAP":
      return { type: "SNAP", last: zxidText(message.history.lastZxid) };
    case "ACKEPOCH":
      return { ...message, zxid: zxidText(message.zxid) };
    case "COMMIT":
    case "ACK":
    case "TRUNC":
      return { type: message.type, zxid: zxidText(message.zxid) };
    default:
      return message;
  }
}

function postOf(state: NodeState): Required<Omit<TracePost, "round" | "leader" | "finalizing">> {
  return {
    role: state.role,
    phase: state.phase,
    acceptedEpoch: state.acceptedEpoch,
    currentEpoch: state.currentEpoch,
    committed: state.committed,
    memLen: state.memLog.length,
    memLast: zxidText(state.memLog.lastZxid),
    durLen: state.log.length,
    durLast: zxidText(state.log.lastZxid),
    proposedEpoch: state.proposedEpoch,
    queueLen: state.diskQueue.length,
  };
}

function changed(before: NodeState, after: NodeState): TracePost {
  const [old, now] = [postOf(before), postOf(after)];
  const keys = (Object.keys(now) as (keyof typeof now)[]).filter((key) => old[key] !== now[key]);
  return Object.fromEntries(keys.map((key) => [key, now[key]]));
}

/**
 * An ensemble in memory: the reducers, connections that break, disks that complete when told, and
 * one recorded file a process, written as the server's recorder writes it.
 */
export class RecordedEnsemble {
  readonly files = new Map<string, string[]>();
  readonly servers: readonly Server[];
  readonly #ids: readonly number[];
  readonly #voters: readonly number[];
  #uses = 0;

  constructor(ids: readonly number[], voters: readonly number[]) {
    this.#ids = ids;
    this.#voters = voters;
    this.servers = ids.map((id) => ({
      id,
      state: Init({ self: id, servers: ids, voters, ackUptodate: true }),
      incarnation: 1,
      q: 0,
      own: null,
      learners: new Map(),
    }));
    for (const server of this.servers) this.#header(server);
  }

  server(id: number): Server {
    return this.servers.find((one) => one.id === id) as Server;
  }

  /** The lines of all files, by file name. */
  texts(): Map<string, string> {
    return new Map([...this.files].map(([name, lines]) => [name, lines.join("")]));
  }

  #lines(server: Server): string[] {
    const name = `${String(server.id)}.${String(server.incarnation)}.ndjson`;
    const lines = this.files.get(name) ?? [];
    this.files.set(name, lines);
    return lines;
  }

  #header(server: Server): void {
    const { log, acceptedEpoch, currentEpoch } = server.state;
    const entries = log.slice(log.baseLength, log.length);
    this.#lines(server).push(
      encodeHeader({
        v: 1,
        kind: "zabkeeper-trace",
        server: server.id,
        incarnation: server.incarnation,
        servers: this.#ids,
        voters: this.#voters,
        spec: { Zab: "00000000" },
        base: {
          len: log.length,
          last: zxidText(log.lastZxid),
          acceptedEpoch,
          currentEpoch,
          from: zxidText(log.baseZxid),
          log: entries.map(({ zxid, val }) => [zxidText(zxid), val as string] as const),
        },
      }),
    );
  }

  /** Takes one step and records it; false when the event enables nothing. */
  take(
    id: number,
    event: Event,
    more: Pick<TraceEvent, "p"> & { in?: Carried; conn?: Connection },
  ): boolean {
    const server = this.server(id);
    const before = server.state;
    const { action, state, effects } = step(before, event);
    if (action === null) return false;
    server.state = state;
    const disk: TraceDiskOperation[] = [];
    const out: Carried[] = [];
    let { conn } = more;
    for (const effect of effects) {
      if (effect.kind === "Connect") conn = this.#connect(server, effect.to);
      if (effect.kind === "Write") disk.push(this.#operation(effect));
      if (effect.kind === "Send") out.push(...this.#send(server, effect));
      if (effect.kind === "Disconnect") this.#disconnect(server, effect.from);
    }
    if (event.kind === "LeaderLost" || event.kind === "QuorumLost" || state.role === "LOOKING") {
      this.#closeAll(server);
    }
    if (event.kind === "LearnerLost") this.#disconnect(server, event.from);
    server.q += 1;
    this.#lines(server).push(
      encodeEvent({
        q: server.q,
        a: action,
        p: more.p,
        ...(conn === undefined ? {} : { conn: { c: conn.name } }),
        ...(more.in === undefined ? {} : { in: more.in }),
        out,
        disk,
        post: changed(before, state),
      }),
    );
    return true;
  }

  #operation({ operation }: Extract<Effect, { kind: "Write" }>): TraceDiskOperation {
    switch (operation.op) {
      case "append":
        return { op: "append", zxid: zxidText(operation.arg.zxid) };
      case "replace":
        return {
          op: "replace",
          len: operation.arg.length,
          last: zxidText(operation.arg.lastZxid),
        };
      default:
        return { op: operation.op, epoch: operation.arg };
    }
  }

  #connect(learner: Server, to: number): Connection {
    this.#uses += 1;
    const port = 40000 + (this.#uses % 97);
    const connection: Connection = {
      name: `${String(to)}-${String(learner.id)}#${String(port)}@${String(this.#uses)}`,
      leader: to,
      learner: learner.id,
      accepted: false,
      alive: true,
      toLeader: [],
      toLearner: [],
      sentUp: 0,
      sentDown: 0,
    };
    learner.own = connection;
    return connection;
  }

  #send(server: Server, { to, message }: Extract<Effect, { kind: "Send" }>): Carried[] {
    const m = messageOf(message);
    const own = server.own;
    if (own !== null && own.leader === to) {
      own.sentUp += 1;
      if (own.alive) own.toLeader.push({ n: own.sentUp, message });
      return [{ c: own.name, n: own.sentUp, m }];
    }
    const connection = server.learners.get(to);
    if (connection === undefined) return [];
    connection.sentDown += 1;
    const n = connection.sentDown;
    if (connection.alive) connection.toLearner.push({ n, message });
    return [{ c: connection.name, n, m }];
  }

  #disconnect(server: Server, from: number): void {
    const connection = server.learners.get(from);
    if (connection !== undefined) connection.alive = false;
    server.learners.delete(from);
  }

  #closeAll(server: Server): void {
    if (server.own !== null) server.own.alive = false;
    server.own = null;
    for (const from of [...server.learners.keys()]) this.#disconnect(server, from);
    for (const { own } of this.servers) {
      if (own?.leader === server.id && !own.accepted) own.alive = false;
    }
  }

  // What can happen, one method each; false where it cannot.

  lead(l: number): boolean {
    return this.take(l, { kind: "ElectedLeading" }, { p: { l } });
  }

  follow(f: number, l: number): boolean {
    return this.take(f, { kind: "ElectedFollowing", leader: l }, { p: { f, l } });
  }

  accept(l: number, f: number): boolean {
    const connection = this.server(f).own;
    if (connection?.leader !== l || connection.accepted || !connection.alive) return false;
    const leader = this.server(l);
    if (leader.state.role !== "LEADING") return false;
    this.#disconnect(leader, f);
    connection.accepted = true;
    leader.learners.set(f, connection);
    return this.take(l, { kind: "LearnerConnected", from: f }, { p: { l, f }, conn: connection });
  }

  /** The leader, or the learner, reads the next message of a connection. */
  read(reader: number, f: number): boolean {
    const server = this.server(reader);
    const connection = reader === f ? server.own : server.learners.get(f);
    if (connection === null || connection === undefined) return false;
    const queue = reader === f ? connection.toLearner : connection.toLeader;
    const next = queue.shift();
    if (next === undefined) return false;
    const { n, message } = next;
    const seen: Message =
      message.type === "SNAP" ? { type: "SNAP", history: snapshotOf(message.history) } : message;
    const from = reader === f ? connection.leader : f;
    const p =
      reader !== f ? { l: reader, f } : message.type === "INFORM" ? { o: f } : { f: reader };
    const carried = { c: connection.name, n, m: messageOf(message) };
    const taken = this.take(reader, { kind: "Message", from, message: seen }, { p, in: carried });
    if (!taken) throw new Error(`server ${String(reader)} has no use for ${message.type}`);
    return true;
  }

  sync(l: number, f: number, mode: SyncMode, random: () => number): boolean {
    const { state } = this.server(l);
    const end = state.phase === "broadcast" ? state.committed : state.memLog.length;
    const low = Math.max(state.memLog.baseLength, end - 3);
    const snapBase = low + Math.floor(random() * (end - low + 1));
    return this.take(l, { kind: "SyncLearner", to: f, mode, snapBase }, { p: { l, f, mode } });
  }

  request(l: number, v: string): boolean {
    return this.take(l, { kind: "ClientRequest", val: v }, { p: { l, v } });
  }

  disk(s: number): boolean {
    return this.take(s, { kind: "DiskComplete" }, { p: { s } });
  }

  /** The network breaks a connection: what was sent may still be read. */
  break(f: number): boolean {
    const connection = this.server(f).own;
    if (connection?.alive !== true) return false;
    connection.alive = false;
    return true;
  }

  loseLeader(f: number): boolean {
    return this.take(f, { kind: "LeaderLost" }, { p: { f } });
  }

  dropLearner(l: number, f: number): boolean {
    return this.take(l, { kind: "LearnerLost", from: f }, { p: { l, f } });
  }

  loseQuorum(l: number): boolean {
    return this.take(l, { kind: "QuorumLost" }, { p: { l } });
  }

  restart(s: number, completed: number): boolean {
    const server = this.server(s);
    const { action, state } = step(server.state, { kind: "Restart", completed });
    if (action === null) return false;
    this.#closeAll(server);
    server.state = state;
    server.incarnation += 1;
    server.q = 0;
    this.#header(server);
    return true;
  }

  /** A snapshot lets the server forget what it holds up to its commit mark. */
  snapshot(s: number): void {
    const server = this.server(s);
    server.state = forget(server.state, Math.max(0, server.state.committed - 2));
  }
}

/** A history as a learner has it after SNAP: one place, at which its own count begins. */
function snapshotOf(history: History): History {
  const { lastZxid } = history;
  return lastZxid === Zero ? History.empty : History.behind(0, lastZxid);
}
