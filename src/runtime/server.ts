import { opCode } from "#codec";
import { Service, type Applied, type SnapshotLoader } from "#service";
import {
  type ActionName,
  type DiskOperation,
  type Message,
  type NodeState,
  type ServerId,
  type Summary,
  type Txn,
  type Zxid,
  Zero,
} from "#state-machine";
import { Clients } from "./clients/clients.js";
import { answerWord, KNOWN_WORDS } from "./clients/four-letter.js";
import { SessionIds } from "./clients/session-ids.js";
import { ServerStats } from "./clients/stats.js";
import { ElectionLinks } from "./election/links.js";
import { Voting } from "./election/voting.js";
import { initialState, STANDALONE, type Initial } from "./initial.js";
import { bodyOf } from "./payload.js";
import type { Address, Cancel, Disk, Listener, Network, Timers } from "./ports.js";
import { Following } from "./quorum/following.js";
import { Leading } from "./quorum/leading.js";
import { Recorder, type RecorderOptions } from "./recorder.js";
import { KEPT_ENTRIES, Replica, type Posting, type World } from "./replica.js";
import { configText, type Member, type Settings } from "./settings.js";
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

/** Attempts to reach the leader the election named, and milliseconds between them. */
const CONNECT_ATTEMPTS = 5;
const CONNECT_PAUSE = 100;

/**
 * One server: the loop that wires the reducers, the service and the ports together. Everything
 * that happens arrives here as a call from a port and is one event, or several in order.
 */
export class Server implements World {
  readonly settings: Settings;
  readonly #ports: ServerPorts;
  readonly #turn: Turn;
  readonly #replica: Replica;
  readonly #storage: Storage;
  readonly #members: ReadonlyMap<ServerId, Member>;
  readonly #configText: string;
  readonly #uses = new Map<string, number>();
  readonly stats = new ServerStats();
  readonly clients: Clients;
  readonly startedAt: number;
  #service: Service;
  /** A tree that a SNAP brought, until its sync is complete. */
  #staged: Service | null = null;
  /** Position of the last txn applied to the tree. */
  #applied: number;
  #recorder: Recorder | null = null;
  record: World["record"] = null;
  #voting: Voting | null = null;
  #links: ElectionLinks | null = null;
  #searching = false;
  #leading: Leading | null = null;
  #following: Following | null = null;
  #quorumListener: Listener | null = null;
  #connecting: Cancel = () => {};
  #closed = false;
  readonly #listeners: Listener[] = [];
  readonly #cancels: Cancel[] = [];

  constructor(settings: Settings, ports: ServerPorts, initial: Initial) {
    this.settings = settings;
    this.#ports = ports;
    this.#members = new Map(settings.members.map((member) => [member.id, member]));
    this.#configText = configText(settings);
    this.#service = this.#serviceOf(initial.tree, initial.snapshot);
    this.#applied = initial.log.baseLength;
    this.startedAt = ports.timers.now();
    this.#turn = new Turn(
      ports.timers,
      () => ports.recording?.evidence.flush(),
      () => ports.disk.flush(),
    );
    this.#storage = new Storage(ports.disk, ports.timers, settings.snapCount);
    this.#replica = new Replica(initialState(settings, initial), this);
    this.clients = this.#makeClients();
    if (ports.recording !== null && settings.myid !== null) {
      const recorder = new Recorder(this.#replica.state, ports.recording);
      this.#recorder = recorder;
      this.record = (step) => recorder.step(step);
    }
  }

  get state(): NodeState {
    return this.#replica.state;
  }

  get service(): Service {
    return this.#service;
  }

  get leading(): Leading | null {
    return this.#leading;
  }

  get configText(): string {
    return this.#configText;
  }

  // ---- start and stop ----

  start(): void {
    const { network, timers } = this.#ports;
    const { client, myid, tickTime } = this.settings;
    const accept = this.#listen("client", client, (stream) => this.clients.accept(stream));
    this.#listeners.push(accept);
    this.#cancels.push(timers.every(tickTime, () => this.clients.sweep()));
    if (myid === null) this.#serveAlone();
    else this.#join(myid, network);
  }

  /** Port of the clients' listener, once it is bound. */
  get clientPort(): number {
    return this.#listeners[0]?.port ?? this.settings.client.port;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const cancel of this.#cancels) cancel();
    this.#connecting();
    for (const listener of this.#listeners) listener.close();
    this.#quorumListener?.close();
    this.clients.stop();
    this.#voting?.close();
    this.#links?.close();
    this.#leading?.close();
    this.#following?.close();
  }

  /** The `count` oldest disk operations are durable. */
  diskCompleted(count: number): void {
    this.#replica.run(() => {
      for (let k = 0; k < count; k += 1) this.#replica.dispatch({ kind: "DiskComplete" });
    });
    this.#turn.schedule();
  }

  /** The disk failed: nothing is served from now on. */
  diskFailed(reason: string): void {
    this.close();
    this.#ports.fatal(reason);
  }

  #listen(name: string, address: Address, accept: Parameters<Network["listen"]>[1]): Listener {
    return this.#ports.network.listen(address, accept, (reason) => {
      this.#ports.fatal(`${name} port ${address.host}:${address.port}: ${reason}`);
    });
  }

  #makeClients(): Clients {
    const { turn, ports, stats, settings } = { turn: this.#turn, ports: this.#ports, ...this };
    const { fourLetterWords, fourLetterWordsLoopbackOnly } = settings;
    return new Clients(this.#service, {
      turn,
      timers: ports.timers,
      stats,
      sessionIds: new SessionIds(settings.myid ?? 1, ports.timers.now()),
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

  // ---- standalone ----

  /** A server of its own leads an ensemble of one: what it has logged, it has committed. */
  #serveAlone(): void {
    const { memLog } = this.state;
    for (const txn of memLog.slice(this.#applied, memLog.length)) this.#apply(txn);
    this.#applied = memLog.length;
    this.#lead();
    this.#serve();
  }

  // ---- World: what the reducers ask for ----

  send(to: ServerId, message: Message): Posting | null {
    if (this.#leading !== null) return this.#leading.send(to, message);
    return this.#following?.send(message) ?? null;
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
    if (this.#leading !== null) this.#leading.disconnect(from);
    else if (this.#following !== null) this.#dropFollowing();
  }

  stepped(before: NodeState, after: NodeState, action: ActionName): void {
    if (action === "FollowerProcessNEWLEADER") this.#takeStaged(after);
    if (before.role !== after.role || before.phase !== after.phase) this.#changed(before, after);
    if (this.#leading !== null) this.#leadOn(before, after, action);
    if (after.role === "LOOKING") this.#lookForLeader();
    if (before.committed !== after.committed) this.#replica.forget();
  }

  #apply(txn: Txn): void {
    const applied = this.#service.apply(bodyOf(txn), txn.zxid);
    this.#leading?.applied(txn.zxid, closedSession(applied));
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
      onEvent: (watcher, type, path, at) => this.clients.event(watcher, type, path, at),
    });
    service.install(tree, zxid);
    if (this.settings.myid !== null) service.setConfigNode(this.#configText, Zero);
    return service;
  }

  // ---- roles ----

  #changed(before: NodeState, after: NodeState): void {
    if (before.role !== "LOOKING" && after.role === "LOOKING") this.#left(before);
    if (after.phase === "broadcast" && before.phase !== "broadcast") this.#serve();
    const epoch = after.role === "LEADING" ? after.proposedEpoch : after.currentEpoch;
    this.#ports.log(`${after.role} ${after.phase}, epoch ${epoch}`);
  }

  #leadOn(before: NodeState, after: NodeState, action: ActionName): void {
    const leading = this.#leading as Leading;
    if (before.committed !== after.committed) leading.releaseSyncs(after.committed);
    const may = action === "LeaderProcessACKEPOCH" || before.phase !== after.phase;
    if (may) leading.syncLearners(after);
  }

  #serve(): void {
    const authority = this.#leading ?? this.#following;
    if (authority === null) return;
    this.#leading?.serve();
    this.clients.serve(authority, this.#service);
    const { proposedEpoch, currentEpoch, role } = this.state;
    this.#voting?.established(role === "LEADING" ? proposedEpoch : currentEpoch);
  }

  #left(before: NodeState): void {
    this.clients.stop();
    this.#staged = null;
    this.#quorumListener?.close();
    this.#quorumListener = null;
    const { leader, role } = { leader: before.leaderOf, role: before.role };
    this.#leading?.close();
    this.#leading = null;
    this.#dropFollowing();
    this.#searching = false;
    this.#voting?.leave();
    this.#ports.log(role === "LEADING" ? "no longer leading" : `no longer following ${leader}`);
  }

  #dropFollowing(): void {
    const following = this.#following;
    this.#following = null;
    following?.close();
  }

  // ---- election ----

  #join(myid: ServerId, network: Network): void {
    const { timers, log } = this.#ports;
    const own = this.#members.get(myid) as Member;
    const addresses = new Map(
      this.settings.members.map(({ id, host, electionPort }) => [id, { host, port: electionPort }]),
    );
    const links = new ElectionLinks({
      self: myid,
      addresses,
      network,
      timers,
      turn: this.#turn,
      timeout: this.settings.tickTime * this.settings.syncLimit,
      received: (from, packet, link) => this.#voting?.received(from, packet, link),
      repeated: (to, packet, link) => this.#recorder?.repeated(to, packet, link),
      log,
    });
    this.#links = links;
    this.#voting = new Voting(
      {
        self: myid,
        voters: this.state.voters,
        timers,
        links,
        configText: this.#configText,
        decided: (leader) => this.#decided(leader),
        stepped: (step) => this.#recorder?.election(step),
      },
      this.#summary(),
    );
    const electionAddress = { host: own.host, port: own.electionPort };
    this.#listeners.push(
      this.#listen("election", electionAddress, (stream) => links.accept(stream)),
    );
    this.#lookForLeader();
  }

  /** A vote is cast with what the disk holds, so the disk must be idle first. */
  #lookForLeader(): void {
    if (this.#closed || this.#searching || this.state.diskQueue.length > 0) return;
    if (this.state.role !== "LOOKING") return;
    this.#searching = true;
    this.#voting?.start(this.#summary());
  }

  #summary(): Summary {
    return { epoch: this.state.currentEpoch, zxid: this.state.log.lastZxid };
  }

  #decided(leader: ServerId): void {
    this.#ports.log(`election: server ${leader} leads`);
    this.#replica.run(() => {
      if (leader === this.settings.myid) this.#lead();
      else this.#connect(leader, CONNECT_ATTEMPTS);
    });
  }

  #lead(): void {
    const { timers, log } = this.#ports;
    const { tickTime, initLimit, syncLimit, maxFrame, myid } = this.settings;
    this.#leading = new Leading({
      self: myid ?? STANDALONE,
      replica: this.#replica,
      service: () => this.#service,
      applied: () => this.#applied,
      turn: this.#turn,
      timers,
      stats: this.stats,
      tickTime,
      initLimit,
      syncLimit,
      maxField: maxFieldOf(maxFrame),
      snapWindow: KEPT_ENTRIES,
      configText: this.#configText,
      name: (leader, learner, port) => this.#name(leader, learner, port),
      log,
    });
    if (myid === null) return;
    const own = this.#members.get(myid) as Member;
    const address = { host: own.host, port: own.quorumPort };
    this.#quorumListener = this.#listen("quorum", address, (stream) => {
      if (this.#leading === null) stream.destroy();
      else this.#leading.accept(stream);
    });
    this.#replica.dispatch({ kind: "ElectedLeading" });
  }

  /** Tries to reach the leader; only a connection that is up begins the role of a learner. */
  #connect(leader: ServerId, attempts: number): void {
    const { network, timers, log } = this.#ports;
    const member = this.#members.get(leader);
    if (member === undefined || attempts === 0 || this.#closed) return this.#searchAgain();
    const timeout = this.settings.tickTime * this.settings.initLimit;
    const address = { host: member.host, port: member.quorumPort };
    this.#connecting = network.connect(address, timeout, (stream, reason) => {
      if (stream !== null) {
        return this.#replica.run(() => this.#follow(leader, stream));
      }
      log(`leader ${leader} at ${address.host}:${address.port} is not there yet: ${reason}`);
      this.#connecting = timers.after(CONNECT_PAUSE, () => this.#connect(leader, attempts - 1));
    });
  }

  #searchAgain(): void {
    this.#searching = false;
    this.#lookForLeader();
  }

  #follow(leader: ServerId, stream: Parameters<Clients["accept"]>[0]): void {
    const { timers, log } = this.#ports;
    const { tickTime, initLimit, syncLimit, maxFrame } = this.settings;
    const self = this.state.self;
    const following = new Following(stream, {
      self,
      leader,
      observer: !this.state.voters.includes(self),
      replica: this.#replica,
      turn: this.#turn,
      timers,
      tickTime,
      initLimit,
      syncLimit,
      maxField: maxFieldOf(maxFrame),
      configText: this.#configText,
      staged: (tree, zxid) => {
        this.#staged = this.#serviceOf(tree, zxid);
      },
      name: (l, f, port) => this.#name(l, f, port),
      log,
    });
    this.#following = following;
    this.#replica.dispatch({ kind: "ElectedFollowing", leader }, null, following.connection);
  }

  /** The name of a quorum connection: both ends know the learner's port, and count its uses. */
  #name(leader: ServerId, learner: ServerId, port: number): string {
    const name = `${leader}-${learner}#${port}`;
    const use = (this.#uses.get(name) ?? 0) + 1;
    this.#uses.set(name, use);
    return `${name}@${use}`;
  }
}

/** The longest field of a record, given the longest request: as much again on top. */
function maxFieldOf(maxFrame: number): number {
  return 2 * maxFrame;
}

function closedSession(applied: Applied): { hi: number; lo: number } | null {
  if (applied.type !== opCode.closeSession) return null;
  return { hi: applied.sessionHi, lo: applied.sessionLo };
}
