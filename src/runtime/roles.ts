/** What a server is to the others: a candidate, a leader or a learner, and the way in and out. */
import { maxFieldLength } from "#codec";
import type { Service, SnapshotLoader } from "#service";
import type { Message, NodeState, ServerId, Summary, Zxid } from "#state-machine";
import type { Authority } from "./clients/authority.js";
import type { ServerStats } from "./clients/stats.js";
import { ElectionLinks } from "./election/links.js";
import { Voting } from "./election/voting.js";
import { STANDALONE } from "./initial.js";
import type { Address, ByteStream, Cancel, Listener, Network, Timers } from "./ports.js";
import { Following } from "./quorum/following.js";
import { Leading } from "./quorum/leading.js";
import type { Recorder } from "./recorder.js";
import { KEPT_ENTRIES, type Posting, type Replica } from "./replica.js";
import { configText, type Member, type Settings } from "./settings.js";
import type { Turn } from "./turn.js";

export interface RolesOptions {
  readonly settings: Settings;
  readonly network: Network;
  readonly timers: Timers;
  readonly turn: Turn;
  readonly stats: ServerStats;
  readonly replica: Replica;
  readonly recorder: Recorder | null;
  service(): Service;
  /** Position of the last txn that the service has applied. */
  applied(): number;
  /** A SNAP was read to its end. */
  staged(tree: SnapshotLoader, zxid: Zxid): void;
  log(line: string): void;
  fatal(reason: string): void;
}

/** Attempts to reach the leader the election named, and milliseconds between them. */
const CONNECT_ATTEMPTS = 5;
const CONNECT_PAUSE = 100;

/** One server's role: at most one of leading and following at any time. */
export class Roles {
  readonly #options: RolesOptions;
  readonly #members: ReadonlyMap<ServerId, Member>;
  readonly #configText: string;
  readonly #uses = new Map<string, number>();
  #voting: Voting | null = null;
  #links: ElectionLinks | null = null;
  #electionListener: Listener | null = null;
  #quorumListener: Listener | null = null;
  #searching = false;
  #leading: Leading | null = null;
  #following: Following | null = null;
  #connecting: Cancel = () => {};
  #closed = false;

  constructor(options: RolesOptions) {
    this.#options = options;
    this.#members = new Map(options.settings.members.map((member) => [member.id, member]));
    this.#configText = configText(options.settings);
  }

  get leading(): Leading | null {
    return this.#leading;
  }

  /** Whoever orders the writes of this server's clients; null without a role. */
  get authority(): Authority | null {
    return this.#leading?.ordering ?? this.#following;
  }

  close(): void {
    this.#closed = true;
    this.#connecting();
    this.#electionListener?.close();
    this.#quorumListener?.close();
    this.#voting?.close();
    this.#links?.close();
    this.#leading?.close();
    this.#following?.close();
  }

  // ---- what the protocol asks for ----

  send(to: ServerId, message: Message): Posting | null {
    if (this.#leading !== null) return this.#leading.send(to, message);
    return this.#following?.send(message) ?? null;
  }

  disconnect(from: ServerId): void {
    if (this.#leading !== null) this.#leading.disconnect(from, "the protocol has ended it");
    else this.#dropFollowing();
  }

  /** The epoch is established. */
  established({ role, proposedEpoch, currentEpoch }: NodeState): void {
    this.#leading?.serve();
    this.#voting?.established(role === "LEADING" ? proposedEpoch : currentEpoch);
  }

  /** The role is over: whoever was connected is on its own. */
  left(): void {
    this.#quorumListener?.close();
    this.#quorumListener = null;
    this.#leading?.close();
    this.#leading = null;
    this.#dropFollowing();
    this.#searching = false;
    this.#voting?.leave();
  }

  #dropFollowing(): void {
    const following = this.#following;
    this.#following = null;
    following?.close();
  }

  // ---- election ----

  /** Takes part in elections from now on. */
  join(self: ServerId): void {
    const { settings, network, timers, turn, replica, recorder, log } = this.#options;
    const links = new ElectionLinks({
      self,
      addresses: new Map(
        settings.members.map(({ id, host, electionPort }) => [id, { host, port: electionPort }]),
      ),
      network,
      timers,
      turn,
      timeout: settings.tickTime * settings.syncLimit,
      received: (from, packet, link) => this.#voting?.received(from, packet, link),
      repeated: (to, packet, link) => recorder?.repeated(to, packet, link),
      log,
    });
    this.#links = links;
    this.#voting = new Voting(
      {
        self,
        voters: replica.state.voters,
        timers,
        links,
        configText: this.#configText,
        decided: (leader) => this.#decided(leader),
        stepped: (step) => recorder?.election(step),
      },
      this.#summary(),
    );
    const { host, electionPort: port } = this.#members.get(self) as Member;
    this.#electionListener = this.#listen("election", { host, port }, (stream) =>
      links.accept(stream),
    );
    this.lookForLeader();
  }

  /** A vote is cast with what the disk holds, so the disk must be idle first. */
  lookForLeader(): void {
    const { role, diskQueue } = this.#options.replica.state;
    if (this.#closed || this.#searching || role !== "LOOKING" || diskQueue.length > 0) return;
    this.#searching = true;
    this.#voting?.start(this.#summary());
  }

  #summary(): Summary {
    const { currentEpoch, log } = this.#options.replica.state;
    return { epoch: currentEpoch, zxid: log.lastZxid };
  }

  #decided(leader: ServerId): void {
    const { log, replica, settings } = this.#options;
    log(`election: server ${leader} leads`);
    replica.run(() => {
      if (leader === settings.myid) this.lead();
      else this.#connect(leader, CONNECT_ATTEMPTS);
    });
  }

  // ---- leading ----

  lead(): void {
    const { settings, replica } = this.#options;
    const { myid } = settings;
    const leading = new Leading({
      ...this.#quorumOptions(),
      self: myid ?? STANDALONE,
      service: this.#options.service(),
      applied: this.#options.applied,
      stats: this.#options.stats,
      snapWindow: KEPT_ENTRIES,
    });
    this.#leading = leading;
    if (myid === null) return;
    const { host, quorumPort: port } = this.#members.get(myid) as Member;
    this.#quorumListener = this.#listen("quorum", { host, port }, (stream) =>
      leading.accept(stream),
    );
    replica.dispatch({ kind: "ElectedLeading" });
  }

  // ---- following ----

  /** Tries to reach the leader; only a connection that is up begins the role of a learner. */
  #connect(leader: ServerId, attempts: number): void {
    const { settings, network, timers, replica, log } = this.#options;
    const member = this.#members.get(leader);
    if (member === undefined || attempts === 0) {
      this.#searching = false;
      return this.lookForLeader();
    }
    const address = { host: member.host, port: member.quorumPort };
    const timeout = settings.tickTime * settings.initLimit;
    this.#connecting = network.connect(address, timeout, (stream, reason) => {
      if (stream !== null) return replica.run(() => this.#follow(leader, stream));
      log(`leader ${leader} at ${address.host}:${address.port} is not there yet: ${reason}`);
      this.#connecting = timers.after(CONNECT_PAUSE, () => this.#connect(leader, attempts - 1));
    });
  }

  #follow(leader: ServerId, stream: ByteStream): void {
    const { replica, staged } = this.#options;
    const { self, voters } = replica.state;
    const following = new Following(stream, {
      ...this.#quorumOptions(),
      self,
      leader,
      observer: !voters.includes(self),
      staged,
    });
    this.#following = following;
    replica.dispatch({ kind: "ElectedFollowing", leader }, null, following.connection);
  }

  /** What both ends of a quorum connection are made with. */
  #quorumOptions() {
    const { settings, replica, turn, timers, log } = this.#options;
    const { tickTime, initLimit, syncLimit, maxFrame } = settings;
    return {
      replica,
      turn,
      timers,
      tickTime,
      initLimit,
      syncLimit,
      maxField: maxFieldLength(maxFrame),
      configText: this.#configText,
      name: (leader: ServerId, learner: ServerId, port: number) =>
        this.#name(leader, learner, port),
      log,
    };
  }

  #listen(name: string, address: Address, accept: (stream: ByteStream) => void): Listener {
    const { network, fatal } = this.#options;
    return listen(network, name, address, accept, fatal);
  }

  /** The name of a quorum connection: both ends know the learner's port, and count its uses. */
  #name(leader: ServerId, learner: ServerId, port: number): string {
    const name = `${leader}-${learner}#${port}`;
    const use = (this.#uses.get(name) ?? 0) + 1;
    this.#uses.set(name, use);
    return `${name}@${use}`;
  }
}

/** Listens; a port that cannot be had ends the server. */
export function listen(
  network: Network,
  name: string,
  address: Address,
  accept: (stream: ByteStream) => void,
  fatal: (reason: string) => void,
): Listener {
  return network.listen(address, accept, (reason) => {
    fatal(`${name} port ${address.host}:${address.port}: ${reason}`);
  });
}
