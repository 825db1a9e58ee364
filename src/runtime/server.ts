import { opCode, type Zxid as CodecZxid } from "#codec";
import { Service, type Applied, type SnapshotLoader } from "#service";
import {
  type ActionName,
  type DiskOperation,
  type Message,
  type NodeState,
  type ServerId,
  type Txn,
  type Zxid,
  Zero,
} from "#state-machine";
import { Clients } from "./clients/clients.js";
import { answerWord, KNOWN_WORDS } from "./clients/four-letter.js";
import { SessionIds } from "./clients/session-ids.js";
import { ServerStats } from "./clients/stats.js";
import { Guard } from "./guard.js";
import { initialState, type Initial } from "./initial.js";
import { bodyOf } from "./payload.js";
import type { Cancel, Disk, Listener, Network, Timers } from "./ports.js";
import type { Leading } from "./quorum/leading.js";
import { Recorder, type RecorderOptions } from "./recorder.js";
import { Replica, type Posting, type World } from "./replica.js";
import { listen, Roles } from "./roles.js";
import { configText, type Settings } from "./settings.js";
import { Storage } from "./storage.js";
import { Turn } from "./turn.js";
import { viewOf } from "./view.js";

/** What a server runs on. */
export interface ServerPorts {
  readonly network: Network;
  readonly timers: Timers;
  readonly disk: Disk;
  readonly recording: RecorderOptions | null;
  log(line: string): void;
  /** The server cannot go on: one line for people; the process ends. */
  fatal(reason: string): void;
}

/** What others than this machine may ask when nobody said so: only what is always allowed. */
const NO_WORDS: ReadonlySet<string> = new Set();

/**
 * One server: the loop that wires the reducers, the service and the ports together. Everything
 * that happens arrives here as a call from a port and is one event, or several in order.
 */
export class Server implements World {
  readonly settings: Settings;
  readonly #ports: ServerPorts;
  readonly #guard: Guard;
  readonly #timers: Timers;
  readonly #network: Network;
  readonly #turn: Turn;
  readonly #replica: Replica;
  readonly #storage: Storage;
  readonly #roles: Roles;
  readonly configText: string;
  readonly stats = new ServerStats();
  readonly clients: Clients;
  /** Monotonic ms. */
  readonly startedAt: number;
  readonly record: World["record"];
  #service: Service;
  /** A tree that a SNAP brought, until its sync is complete. */
  #staged: Service | null = null;
  /** Position of the last txn applied to the tree. */
  #applied: number;
  #listener: Listener | null = null;
  #sweeping: Cancel = () => {};
  #closed = false;

  constructor(settings: Settings, ports: ServerPorts, initial: Initial) {
    this.settings = settings;
    this.#ports = ports;
    this.#guard = new Guard((error) => this.#crashed(error));
    this.#timers = this.#guard.timers(ports.timers);
    this.#network = this.#guard.network(ports.network);
    this.configText = configText(settings);
    this.#service = this.#serviceOf(initial.tree, initial.snapshot);
    this.#applied = initial.log.baseLength;
    this.startedAt = ports.timers.now();
    this.#turn = new Turn(
      this.#timers,
      () => ports.recording?.evidence.flush(),
      () => ports.disk.flush(),
    );
    this.#storage = new Storage(ports.disk, ports.timers, settings.snapCount);
    this.#replica = new Replica(initialState(settings, initial), this);
    const recorder =
      ports.recording === null || settings.myid === null
        ? null
        : new Recorder(this.#replica.state, ports.recording);
    this.record = recorder === null ? null : (step) => recorder.step(step);
    this.clients = this.#makeClients();
    this.#roles = this.#makeRoles(recorder);
  }

  get state(): NodeState {
    return this.#replica.state;
  }

  get service(): Service {
    return this.#service;
  }

  get leading(): Leading | null {
    return this.#roles.leading;
  }

  /** Port of the clients' listener, once it is bound. */
  get clientPort(): number {
    return this.#listener?.port ?? this.settings.client.port;
  }

  // ---- start and stop ----

  start(): void {
    const { client, myid, tickTime } = this.settings;
    this.#guard.run(() => {
      this.#listener = listen(
        this.#network,
        "client",
        client,
        (stream) => this.clients.accept(stream),
        (reason) => this.#ports.fatal(reason),
      );
      this.#sweeping = this.#timers.every(tickTime, () => this.clients.sweep());
      if (myid === null) this.#serveAlone();
      else this.#roles.join(myid);
    });
  }

  /** Lets every connection go; what is on its way to the disk still gets there. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#sweeping();
    this.#listener?.close();
    if (!this.#guard.halted) this.clients.stop();
    this.#roles.close();
  }

  /** The `count` oldest disk operations are durable. */
  diskCompleted(count: number): void {
    this.#guard.run(() => {
      this.#replica.run(() => {
        for (let k = 0; k < count; k += 1) this.#replica.dispatch({ kind: "DiskComplete" });
      });
      this.#turn.schedule();
    });
  }

  /** The disk (or what records) failed: nothing is said to anybody from now on. */
  diskFailed(reason: string): void {
    if (this.#guard.halted) return;
    this.#guard.halt();
    this.#replica.halt();
    this.#ports.recording?.evidence.flush();
    this.close();
    this.#ports.fatal(reason);
  }

  /** Our own code is wrong. What was recorded so far tells how it came to that. */
  #crashed(error: unknown): void {
    this.#replica.halt();
    this.#ports.recording?.evidence.flush();
    this.close();
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    this.#ports.fatal(`a fault of its own, nothing more is served: ${what}`);
  }

  #makeClients(): Clients {
    const { settings, stats } = this;
    const ports = this.#ports;
    const { fourLetterWords, fourLetterWordsLoopbackOnly } = settings;
    return new Clients({
      turn: this.#turn,
      timers: this.#timers,
      stats,
      sessionIds: new SessionIds(settings.myid ?? 1, ports.timers.wall()),
      words: KNOWN_WORDS,
      maxFrame: settings.maxFrame,
      maxPerAddress: settings.maxClientCnxns,
      minSessionTimeout: settings.minSessionTimeout,
      maxSessionTimeout: settings.maxSessionTimeout,
      answer: (word, local) => {
        const allowed = fourLetterWordsLoopbackOnly && !local ? NO_WORDS : fourLetterWords;
        return answerWord(word, allowed, () => viewOf(this, ports));
      },
      log: ports.log,
    });
  }

  #makeRoles(recorder: Recorder | null): Roles {
    return new Roles({
      settings: this.settings,
      network: this.#network,
      timers: this.#timers,
      turn: this.#turn,
      stats: this.stats,
      replica: this.#replica,
      recorder,
      service: () => this.#service,
      applied: () => this.#applied,
      staged: (tree, zxid) => {
        this.#staged = this.#serviceOf(tree, zxid);
      },
      log: this.#ports.log,
      fatal: (reason) => this.#ports.fatal(reason),
    });
  }

  /** A server of its own leads an ensemble of one: what it has logged, it has committed. */
  #serveAlone(): void {
    const { memLog } = this.state;
    for (const txn of memLog.slice(this.#applied, memLog.length)) this.#apply(txn);
    this.#applied = memLog.length;
    this.#roles.lead();
    this.#serve();
  }

  // ---- World: what the reducers ask for ----

  send(to: ServerId, message: Message): Posting | null {
    return this.#roles.send(to, message);
  }

  write(operation: DiskOperation, after: NodeState): void {
    const staged = operation.op === "replace" ? this.#staged : null;
    this.#storage.submit(operation, after.log, staged);
    this.#turn.schedule();
  }

  deliver(index: number, txn: Txn): void {
    if (index <= this.#applied) return;
    this.#applied = index;
    this.#apply(txn);
  }

  disconnect(from: ServerId): void {
    this.#roles.disconnect(from);
  }

  stepped(before: NodeState, after: NodeState, action: ActionName): void {
    if (action === "FollowerProcessNEWLEADER") this.#takeStaged(after);
    if (before.role !== after.role || before.phase !== after.phase) this.#changed(before, after);
    const leading = this.leading;
    if (leading !== null) {
      if (before.committed !== after.committed) leading.ordering.committed(after.committed);
      const mayStream = action === "LeaderProcessACKEPOCH" || before.phase !== after.phase;
      if (mayStream) leading.syncLearners();
    }
    if (after.role === "LOOKING") this.#roles.lookForLeader();
    if (before.committed !== after.committed) this.#replica.forget();
  }

  #changed(before: NodeState, after: NodeState): void {
    if (before.role !== "LOOKING" && after.role === "LOOKING") this.#left(before);
    if (after.phase === "broadcast" && before.phase !== "broadcast") this.#serve();
    const epoch = after.role === "LEADING" ? after.proposedEpoch : after.currentEpoch;
    this.#ports.log(`${after.role} ${after.phase}, epoch ${epoch}`);
  }

  #serve(): void {
    const { authority } = this.#roles;
    if (authority === null) return;
    this.#roles.established(this.state);
    this.clients.serve(authority, this.#service);
  }

  #left({ role, leaderOf }: NodeState): void {
    this.clients.stop();
    this.#staged = null;
    this.#roles.left();
    this.#ports.log(role === "LEADING" ? "no longer leading" : `no longer following ${leaderOf}`);
  }

  // ---- the tree ----

  #apply(txn: Txn): void {
    const applied = this.#service.apply(bodyOf(txn), txn.zxid);
    this.leading?.ordering.applied(txn.zxid, closedSession(applied));
    this.clients.applied(applied);
    this.#storage.snapshotIfDue(this.#service);
  }

  /** The sync stream is complete: the tree that a SNAP brought is now the tree. */
  #takeStaged(after: NodeState): void {
    const staged = this.#staged;
    if (staged === null) return;
    this.#staged = null;
    this.#service = staged;
    this.#applied = after.memLog.baseLength;
  }

  /** A tree that was read, as the service of this server. */
  #serviceOf(tree: SnapshotLoader, zxid: Zxid): Service {
    const service = new Service({
      onEvent: (watcher, type, path, at: CodecZxid | null) =>
        this.clients.event(watcher, type, path, at),
    });
    service.install(tree, zxid);
    if (this.settings.myid !== null) service.setConfigNode(this.configText, Zero);
    return service;
  }
}

function closedSession(applied: Applied): { hi: number; lo: number } | null {
  if (applied.type !== opCode.closeSession) return null;
  return { hi: applied.sessionHi, lo: applied.sessionLo };
}
