import {
  appendFrame,
  appendRequest,
  connectRequestCodec,
  connectResponseCodec,
  createRequestCodec,
  decode,
  getDataRequestCodec,
  opCode,
  OPEN_ACL,
  type ConnectResponse,
  type Field,
  type FrameSplitter,
  Reader,
  replyHeaderCodec,
  serverFrames,
  setDataRequestCodec,
  syncRequestCodec,
  Writer,
  type Zxid,
} from "#codec";
import { Server, type ByteStream, type Member, type Settings } from "#runtime";
import {
  emptyDisk,
  MemoryDisk,
  MemoryEvidence,
  MemoryNetwork,
  MemoryWorld,
  recovered,
  type Persisted,
  type Process,
} from "./memory-ports.js";

/** Milliseconds of a tick in these tests. */
export const TICK = 100;

export interface EnsembleOptions {
  readonly seed: number;
  readonly voters: number;
  readonly observers?: number;
  readonly settings?: Partial<Settings>;
}

/** One server of an ensemble in memory, as long as its process lives. */
export class Node {
  readonly server: Server;
  readonly process: Process;
  readonly disk: MemoryDisk;
  readonly network: MemoryNetwork;
  readonly evidence = new MemoryEvidence();
  readonly log: string[] = [];
  fatal: string | null = null;

  constructor(world: MemoryWorld, settings: Settings, persisted: Persisted, incarnation: number) {
    this.process = world.process(`server ${settings.myid ?? "alone"}`);
    const leaves = () => {
      if (this.evidence.unflushed > 0)
        throw new Error("an effect left before the line of its step");
    };
    this.network = new MemoryNetwork(this.process, leaves);
    const events = {
      completed: (count: number) => this.server.diskCompleted(count),
      failed: (reason: string) => this.server.diskFailed(reason),
    };
    this.disk = new MemoryDisk(this.process, persisted, events, leaves);
    const spec = { Zab: "0".repeat(64), Election: "0".repeat(64) };
    this.server = new Server(
      settings,
      {
        network: this.network,
        timers: this.process.timers,
        disk: this.disk,
        recording: { evidence: this.evidence, incarnation, spec },
        log: (line) => void this.log.push(line),
        fatal: (reason) => {
          this.fatal ??= reason;
          this.server.close();
        },
      },
      recovered(persisted),
    );
    this.process.post(() => this.server.start());
  }
}

/** Servers 1, 2, 3 … in one process of the machine's, each a pretended process of its own. */
export class MemoryEnsemble {
  readonly world: MemoryWorld;
  readonly nodes = new Map<number, Node>();
  readonly disks = new Map<number, Persisted>();
  readonly members: readonly Member[];
  readonly #settings: Partial<Settings>;
  #incarnations = 0;

  constructor({ seed, voters, observers = 0, settings = {} }: EnsembleOptions) {
    this.world = new MemoryWorld(seed);
    this.#settings = settings;
    this.members = Array.from({ length: voters + observers }, (_, k) => ({
      id: k + 1,
      host: "127.0.0.1",
      quorumPort: 2801 + k,
      electionPort: 3801 + k,
      role: k < voters ? ("participant" as const) : ("observer" as const),
      client: null,
    }));
    for (const { id } of this.members) this.start(id);
  }

  start(id: number): Node {
    const disk = this.disks.get(id) ?? emptyDisk();
    this.disks.set(id, disk);
    this.#incarnations += 1;
    const node = new Node(this.world, this.#settingsOf(id), disk, this.#incarnations);
    this.nodes.set(id, node);
    return node;
  }

  node(id: number): Node {
    const node = this.nodes.get(id);
    if (node === undefined) throw new Error(`server ${id} does not run`);
    return node;
  }

  /** kill -9: `written` operations in flight had reached the disk. */
  kill(id: number, written = 0): void {
    const { process, network, disk } = this.node(id);
    disk.persist(written);
    process.alive = false;
    network.die();
    this.nodes.delete(id);
  }

  /** The server that leads in broadcast, with the newest epoch. */
  get leader(): number | null {
    const leaders = [...this.nodes].filter(([, { server }]) => {
      return server.state.role === "LEADING" && server.clients.serving;
    });
    leaders.sort(([, a], [, b]) => b.server.state.proposedEpoch - a.server.state.proposedEpoch);
    return leaders[0]?.[0] ?? null;
  }

  /** Waits until all servers that run serve; returns the leader. */
  serving(): number {
    const all = () => [...this.nodes.values()].every(({ server }) => server.clients.serving);
    this.world.until(() => all() && this.leader !== null, "all servers serve");
    return this.leader as number;
  }

  follower(): number {
    const { leader } = this;
    const found = [...this.nodes.keys()].find((id) => id !== leader);
    if (found === undefined) throw new Error("no follower");
    return found;
  }

  client(id: number): MemoryClient {
    return new MemoryClient(this.world, 2101 + id - 1);
  }

  /** A client with a session on this server. */
  connected(id: number, timeOut = 20 * TICK): MemoryClient {
    const client = this.client(id);
    client.connect({ timeOut });
    this.world.until(() => client.session !== null, `a session on server ${id}`);
    return client;
  }

  #settingsOf(id: number): Settings {
    const alone = this.members.length === 1;
    return {
      myid: alone ? null : id,
      members: alone ? [] : this.members,
      tickTime: TICK,
      initLimit: 10,
      syncLimit: 5,
      client: { host: "127.0.0.1", port: 2101 + id - 1 },
      maxClientCnxns: 60,
      minSessionTimeout: 2 * TICK,
      maxSessionTimeout: 20 * TICK,
      snapCount: 100_000,
      fourLetterWords: "*",
      fourLetterWordsLoopbackOnly: false,
      maxFrame: 0xfffff,
      dataDir: "/data",
      dataLogDir: "/log",
      version: "3.9.5-test",
      ...this.#settings,
    };
  }
}

/** One reply or event, taken apart. */
export interface Answer {
  readonly xid: number;
  readonly zxid: Zxid;
  readonly err: number;
  readonly body: Buffer;
}

/** A client that speaks frames and keeps what it is told, in order. */
export class MemoryClient {
  readonly answers: Answer[] = [];
  session: ConnectResponse | null = null;
  closed: string | null = null;
  text = "";
  readonly #world: MemoryWorld;
  readonly #port: number;
  readonly process: Process;
  #stream: ByteStream | null = null;
  #frames: FrameSplitter = serverFrames();
  #xid = 0;

  constructor(world: MemoryWorld, port: number) {
    this.#world = world;
    this.#port = port;
    this.process = world.process(`client of ${port}`);
  }

  get stream(): ByteStream {
    if (this.#stream === null) throw new Error("not connected");
    return this.#stream;
  }

  /** Opens the connection and says `bytes` first. */
  open(bytes: Uint8Array): void {
    new MemoryNetwork(this.process).connect(
      { host: "127.0.0.1", port: this.#port },
      1000,
      (stream, reason) => {
        if (stream === null) {
          this.closed = reason;
          return;
        }
        this.#stream = stream;
        stream.handler = {
          onData: (chunk) => this.#data(chunk),
          onDrain: () => {},
          onClose: (why) => {
            this.closed = why;
          },
        };
        stream.write(bytes);
      },
    );
    this.#world.settle();
  }

  /** Asks for a session: a new one, or that of `resume`. */
  connect({
    timeOut = 1_000,
    resume = null,
    lastZxidSeen = { epoch: 0, counter: 0 },
    readOnly = false,
    password,
  }: {
    timeOut?: number;
    resume?: ConnectResponse | null;
    lastZxidSeen?: Zxid;
    readOnly?: boolean | null;
    password?: Buffer;
  } = {}): void {
    const out = new Writer();
    appendFrame(out, connectRequestCodec, {
      protocolVersion: 0,
      lastZxidSeen,
      timeOut,
      sessionHi: resume?.sessionHi ?? 0,
      sessionLo: resume?.sessionLo ?? 0,
      passwd: password ?? resume?.passwd ?? Buffer.alloc(16),
      readOnly,
    });
    this.open(out.finish());
  }

  /** Sends a request; returns its xid. Nothing is delivered before the world takes a turn. */
  send<T>(opcode: number, codec?: Field<T>, value?: T, xid = (this.#xid += 1)): number {
    const out = new Writer();
    if (codec === undefined) appendRequest(out, xid, opcode);
    else appendRequest(out, xid, opcode, codec, value as T);
    this.stream.write(out.finish());
    return xid;
  }

  create(path: string, flags = 0, xid?: number): number {
    const data = Buffer.from(path);
    return this.send(opCode.create, createRequestCodec, { path, data, acl: OPEN_ACL, flags }, xid);
  }

  get(path: string, watch = false): number {
    return this.send(opCode.getData, getDataRequestCodec, { path, watch });
  }

  set(path: string, text: string): number {
    const data = Buffer.from(text);
    return this.send(opCode.setData, setDataRequestCodec, { path, data, version: -1 });
  }

  sync(path = "/"): number {
    return this.send(opCode.sync, syncRequestCodec, { path });
  }

  ping(): void {
    this.send(opCode.ping, undefined, undefined, -2);
  }

  answer(xid: number): Answer | undefined {
    return this.answers.find((answer) => answer.xid === xid);
  }

  /** Waits for the answer to a request. */
  answered(xid: number): Answer {
    this.#world.until(() => this.answer(xid) !== undefined, `the answer to ${xid}`);
    return this.answer(xid) as Answer;
  }

  #data(chunk: Buffer): void {
    this.text += chunk.toString("latin1");
    this.#frames.push(chunk);
    for (let frame = this.#frames.next(); frame !== null; frame = this.#frames.next()) {
      if (this.session === null) {
        const decoded = decode(connectResponseCodec, frame);
        if (decoded.ok) this.session = decoded.value;
        continue;
      }
      const r = new Reader(frame);
      const header = replyHeaderCodec.read(r);
      this.answers.push({ ...header, body: Buffer.from(frame.subarray(16)) });
    }
  }
}
