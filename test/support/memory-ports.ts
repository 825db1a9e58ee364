import { SnapshotReader, snapshotStream, type SnapshotSource } from "#codec";
import {
  payload,
  type Address,
  type ByteStream,
  type Cancel,
  type Disk,
  type DiskEvents,
  type DiskRequest,
  type Evidence,
  type Initial,
  type Listener,
  type LogEntry,
  type Network,
  type StreamHandler,
  type Timers,
} from "#runtime";
import { Service, SnapshotLoader } from "#service";
import { compareZxid, History, Zero, type Zxid } from "#state-machine";

/*
 * Everything a server runs on, in memory, on a clock that only tests move. One seed gives one run.
 */

/** Numbers from 0 to below 1 that follow from a seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly owner: Process;
  readonly run: () => void;
}

/** What stands for one operating system process: its tasks die with it. */
export class Process {
  readonly world: MemoryWorld;
  readonly name: string;
  alive = true;
  ready: (() => void)[] = [];
  ends: (() => void)[] = [];

  constructor(world: MemoryWorld, name: string) {
    this.world = world;
    this.name = name;
  }

  /** Runs `task` in a turn to come. */
  post(task: () => void): void {
    if (this.alive) this.ready.push(task);
  }

  get timers(): Timers {
    const { world } = this;
    return {
      now: () => world.now,
      wall: () => 1_700_000_000_000 + world.now,
      after: (ms, run) => world.after(this, ms, run),
      every: (ms, run) => {
        let cancel: Cancel = () => {};
        const again = () => {
          cancel = world.after(this, ms, () => {
            again();
            run();
          });
        };
        again();
        return () => cancel();
      },
      endOfTurn: (run) => void this.ends.push(run),
      nextTurn: (run) => this.post(run),
      random: (bound) => Math.floor(world.random() * bound),
    };
  }
}

/** The machine: processes take turns in an order that the seed decides. */
export class MemoryWorld {
  now = 0;
  readonly random: () => number;
  readonly processes: Process[] = [];
  readonly listeners = new Map<string, { process: Process; accept: (s: ByteStream) => void }>();
  #timers: Timer[] = [];
  #order = 0;
  #port = 40_000;

  constructor(seed: number) {
    this.random = seeded(seed);
  }

  process(name: string): Process {
    const process = new Process(this, name);
    this.processes.push(process);
    return process;
  }

  nextPort(): number {
    this.#port += 1;
    return this.#port;
  }

  after(owner: Process, ms: number, run: () => void): Cancel {
    const timer = { at: this.now + ms, order: (this.#order += 1), owner, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** One turn of one process: some of what is ready for it, then the end of its turn. */
  turn(): boolean {
    const busy = this.processes.filter(({ alive, ready, ends }) => {
      return alive && ready.length + ends.length > 0;
    });
    const process = busy[Math.floor(this.random() * busy.length)];
    if (process === undefined) return false;
    const count = 1 + Math.floor(this.random() * process.ready.length);
    for (const task of process.ready.splice(0, count)) if (process.alive) task();
    for (const end of process.ends.splice(0)) if (process.alive) end();
    return true;
  }

  /** Lets everything happen that needs no time; `limit` turns at most. */
  settle(limit = 200_000): void {
    for (let turns = 0; this.turn(); turns += 1) {
      if (turns > limit) throw new Error(`still busy after ${limit} turns`);
    }
  }

  /** Turn by turn, and timer by timer when nothing else is left, until `condition` holds. */
  creep(condition: () => boolean, what: string, limit = 100_000): void {
    for (let steps = 0; !condition(); steps += 1) {
      if (steps > limit) throw new Error(`${what}: not within ${limit} turns`);
      if (!this.turn()) this.#fire();
    }
  }

  #fire(until = Infinity): boolean {
    const next = this.#nextTimer();
    if (next === undefined || next.at > until) return false;
    this.#timers = this.#timers.filter((timer) => timer !== next);
    this.now = Math.max(this.now, next.at);
    next.owner.post(next.run);
    return true;
  }

  /** Lets `ms` pass, timer by timer. */
  pass(ms: number): void {
    const until = this.now + ms;
    do this.settle();
    while (this.#fire(until));
    this.now = until;
  }

  /** Lets time pass until `condition` holds; fails after `limit` ms. */
  until(condition: () => boolean, what: string, limit = 60_000): void {
    const end = this.now + limit;
    this.settle();
    while (!condition()) {
      if (this.now >= end) throw new Error(`${what}: not within ${limit} ms`);
      this.pass(10);
    }
  }

  #nextTimer(): Timer | undefined {
    this.#timers = this.#timers.filter(({ owner }) => owner.alive);
    return this.#timers.reduce<Timer | undefined>(
      (a, b) => (a === undefined || b.at < a.at || (b.at === a.at && b.order < a.order) ? b : a),
      undefined,
    );
  }
}

const nobody: StreamHandler = { onData() {}, onDrain() {}, onClose() {} };

/** One end of a connection in memory. */
export class MemoryStream implements ByteStream {
  handler: StreamHandler = nobody;
  readonly remoteAddress = "127.0.0.1";
  readonly localPort: number;
  readonly remotePort: number;
  readonly process: Process;
  /** Called before anything leaves here. */
  readonly beforeWrite: () => void;
  peer!: MemoryStream;
  /** What is written goes nowhere and nobody is told: a broken half of a network. */
  lost = false;
  /** What is written waits: a peer that does not read. */
  #stalled = false;
  #held: Buffer[] = [];
  #paused = false;
  #inbox: Buffer[] = [];
  #open = true;

  constructor(process: Process, ports: { local: number; remote: number }, before: () => void) {
    this.process = process;
    this.localPort = ports.local;
    this.remotePort = ports.remote;
    this.beforeWrite = before;
  }

  get backlog(): number {
    return this.#held.reduce((sum, { length }) => sum + length, 0);
  }

  set stalled(stalled: boolean) {
    this.#stalled = stalled;
    if (stalled) return;
    for (const bytes of this.#held.splice(0)) this.#send(bytes);
    this.process.post(() => this.#open && this.handler.onDrain());
  }

  write(bytes: Uint8Array): void {
    if (!this.#open) return;
    this.beforeWrite();
    const copy = Buffer.from(bytes);
    if (this.#stalled) this.#held.push(copy);
    else this.#send(copy);
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    for (const bytes of this.#inbox.splice(0)) this.process.post(() => this.#take(bytes));
  }

  end(): void {
    this.destroy();
  }

  destroy(): void {
    if (!this.#open) return;
    this.#over("closed by this server");
    if (!this.lost) this.peer.process.post(() => this.peer.#over("closed by the peer"));
  }

  /** Cuts the bytes where a network might. */
  #send(bytes: Buffer): void {
    if (this.lost) return;
    const { peer } = this;
    const at = Math.floor(this.process.world.random() * bytes.length);
    for (const part of [bytes.subarray(0, at), bytes.subarray(at)]) {
      if (part.length > 0) peer.process.post(() => peer.#take(part));
    }
  }

  #take(bytes: Buffer): void {
    if (!this.#open) return;
    if (this.#paused || this.#inbox.length > 0) this.#inbox.push(bytes);
    else this.handler.onData(bytes);
  }

  #over(reason: string): void {
    if (!this.#open) return;
    this.#open = false;
    this.process.post(() => this.handler.onClose(reason));
  }
}

/** The network of one process. */
export class MemoryNetwork implements Network {
  readonly streams: MemoryStream[] = [];
  readonly #process: Process;
  readonly #beforeWrite: () => void;
  readonly #ports: string[] = [];
  /** Whether a connection to this port can be made from here. */
  reaches: (port: number) => boolean = () => true;

  constructor(process: Process, beforeWrite: () => void = () => {}) {
    this.#process = process;
    this.#beforeWrite = beforeWrite;
  }

  connect(address: Address, _timeout: number, done: Parameters<Network["connect"]>[2]): Cancel {
    let cancelled = false;
    this.#process.post(() => {
      if (cancelled) return;
      const { world } = this.#process;
      const found = world.listeners.get(String(address.port));
      if (found?.process.alive !== true || !this.reaches(address.port)) {
        return done(null, "connection refused");
      }
      const port = world.nextPort();
      const mine = this.#stream({ local: port, remote: address.port });
      const other = found.process;
      const theirNetwork = networks.get(other) as MemoryNetwork;
      const theirs = theirNetwork.#stream({ local: address.port, remote: port });
      mine.peer = theirs;
      theirs.peer = mine;
      other.post(() => found.accept(theirs));
      done(mine, "");
    });
    return () => {
      cancelled = true;
    };
  }

  listen(address: Address, accept: (stream: ByteStream) => void): Listener {
    const { world } = this.#process;
    const key = String(address.port);
    world.listeners.set(key, { process: this.#process, accept });
    this.#ports.push(key);
    networks.set(this.#process, this);
    return { port: address.port, close: () => void world.listeners.delete(key) };
  }

  /** The process died: its ports are free, and the other ends learn of it. */
  die(): void {
    for (const key of this.#ports) {
      const { listeners } = this.#process.world;
      if (listeners.get(key)?.process === this.#process) listeners.delete(key);
    }
    for (const stream of this.streams) stream.destroy();
  }

  #stream(ports: { local: number; remote: number }): MemoryStream {
    const stream = new MemoryStream(this.#process, ports, this.#beforeWrite);
    this.streams.push(stream);
    return stream;
  }
}

const networks = new WeakMap<Process, MemoryNetwork>();

/** What survives a process. */
export interface Persisted {
  snapshot: { readonly at: Zxid; readonly bytes: Buffer } | null;
  entries: LogEntry[];
  acceptedEpoch: number;
  currentEpoch: number;
}

export function emptyDisk(): Persisted {
  return { snapshot: null, entries: [], acceptedEpoch: 0, currentEpoch: 0 };
}

/** The disk of one process. Groups complete by themselves, or when a test says so. */
export class MemoryDisk implements Disk {
  readonly #process: Process;
  readonly persisted: Persisted;
  readonly #events: DiskEvents;
  readonly #beforeFlush: () => void;
  #queue: DiskRequest[] = [];
  #inFlight: DiskRequest[] = [];
  /** Ms that a group takes; null: until `complete` says so. */
  latency: number | null = 0;

  constructor(process: Process, persisted: Persisted, events: DiskEvents, before: () => void) {
    this.#process = process;
    this.persisted = persisted;
    this.#events = events;
    this.#beforeFlush = before;
  }

  /** Operations handed to the disk that are not durable yet. */
  get pending(): number {
    return this.#inFlight.length;
  }

  submit(request: DiskRequest): void {
    this.#queue.push(request);
  }

  flush(): void {
    if (this.#queue.length > 0) this.#beforeFlush();
    const working = this.#inFlight.length > 0;
    this.#inFlight.push(...this.#queue.splice(0));
    if (!working) this.#work();
  }

  /** Makes the `count` oldest operations durable and tells the server. */
  complete(count: number): void {
    const done = this.persist(count);
    this.#process.post(() => this.#events.completed(done));
  }

  /** Makes the `count` oldest operations durable and tells nobody: the process is about to die. */
  persist(count: number): number {
    const group = this.#inFlight.splice(0, count);
    for (const request of group) this.#apply(request);
    return group.length;
  }

  fail(reason: string): void {
    this.latency = null;
    this.#events.failed(reason);
  }

  snapshot(at: Zxid, source: SnapshotSource): void {
    this.persisted.snapshot = { at, bytes: bytesOf(source) };
  }

  sizes(): { data: number; log: number } {
    return { data: 1, log: 2 };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #work(): void {
    const { latency } = this;
    if (latency === null || this.#inFlight.length === 0) return;
    const count = this.#inFlight.length;
    const done = () => {
      const completed = this.persist(count);
      this.#events.completed(completed);
      this.#work();
    };
    if (latency === 0) this.#process.post(done);
    else this.#process.world.after(this.#process, latency, done);
  }

  #apply(request: DiskRequest): void {
    const { persisted } = this;
    if (request.kind === "append") persisted.entries.push(request.entry);
    else if (request.kind === "truncate") {
      const kept = persisted.entries.filter(({ zxid }) => compareZxid(zxid, request.to) <= 0);
      persisted.entries = [...kept, ...request.entries];
    } else if (request.kind === "install") {
      persisted.snapshot = { at: request.at, bytes: bytesOf(request.snapshot) };
      persisted.entries = [...request.entries];
    } else persisted[request.kind] = request.epoch;
  }
}

function bytesOf(source: SnapshotSource): Buffer {
  return Buffer.concat([...iterable(snapshotStream(source))]);
}

function* iterable(chunks: Iterator<Uint8Array>): Generator<Buffer> {
  for (let next = chunks.next(); next.done !== true; next = chunks.next()) {
    yield Buffer.from(next.value);
  }
}

/** What a process finds on its disk. */
export function recovered({ snapshot, entries, ...epochs }: Persisted): Initial {
  const tree = new SnapshotLoader();
  const reader = new SnapshotReader("stream", tree);
  reader.push(snapshot?.bytes ?? bytesOf(new Service({ onEvent() {} }).snapshotSource()));
  if (!reader.done) throw new Error("the snapshot in memory is not whole");
  const base = snapshot?.at ?? Zero;
  let log = History.behind(0, base);
  for (const { zxid, body } of entries) {
    if (compareZxid(zxid, base) > 0) log = log.append({ zxid, val: payload(body) });
  }
  return { tree, snapshot: base, log, ...epochs };
}

/** Recorded lines, and how many of them have left the process. */
export class MemoryEvidence implements Evidence {
  readonly lines: string[] = [];
  #flushed = 0;

  /** Lines that a crash would lose. */
  get unflushed(): number {
    return this.lines.length - this.#flushed;
  }

  append(line: string): void {
    this.lines.push(line);
  }

  flush(): void {
    this.#flushed = this.lines.length;
  }

  close(): void {
    this.flush();
  }
}
