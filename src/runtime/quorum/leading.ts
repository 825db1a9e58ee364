import { packetName, snapshotStream, type QuorumPacket } from "#codec";
import type { Service } from "#service";
import { syncModeFor, type Event, type Message, type ServerId, type Zxid } from "#state-machine";
import type { ServerStats } from "../clients/stats.js";
import type { ByteStream, Cancel, Timers } from "../ports.js";
import type { Posting, Replica } from "../replica.js";
import type { Turn } from "../turn.js";
import { QuorumChannel, sendPing, type ChannelOwner } from "./channel.js";
import { LearnerLink } from "./learner-link.js";
import { asHeld, introduction, readFromLearner, type PacketContext } from "./messages.js";
import { Ordering } from "./ordering.js";
import { plumbing } from "./plumbing.js";

export interface LeadingOptions {
  readonly self: ServerId;
  readonly replica: Replica;
  readonly service: Service;
  /** Position of the last txn that the service has applied. */
  readonly applied: () => number;
  readonly turn: Turn;
  readonly timers: Timers;
  readonly stats: ServerStats;
  readonly tickTime: number;
  readonly initLimit: number;
  readonly syncLimit: number;
  readonly maxField: number;
  /** A learner that lacks more txns than this is sent a snapshot. */
  readonly snapWindow: number;
  readonly configText: string;
  /** Names a connection: `<leader>-<learner>#<port>@<use>`. */
  name(leader: ServerId, learner: ServerId, port: number): string;
  log(line: string): void;
}

/** Connections that have not said who they are; more of them are closed at once. */
const MAX_STRANGERS = 64;

/** Bytes of output that a learner may leave unread before it is given up. */
const MAX_BACKLOG = 256 * 1024 * 1024;

/** A leader's side of the quorum port: its learners' connections, pings and ticks. */
export class Leading implements ChannelOwner {
  /** What gives writes their places: this server's own clients go there as well. */
  readonly ordering: Ordering;
  readonly #options: LeadingOptions;
  readonly #strangers = new Set<QuorumChannel>();
  readonly #learners = new Map<ServerId, LearnerLink>();
  readonly #byChannel = new Map<QuorumChannel, LearnerLink>();
  readonly #cancelTick: Cancel;
  #halfTicks = 0;
  #serving = false;

  constructor(options: LeadingOptions) {
    this.#options = options;
    this.ordering = new Ordering({
      ...options,
      exhausted: () => this.#giveUp("the counter of this epoch is used up"),
    });
    this.#cancelTick = options.timers.every(options.tickTime / 2, () => this.#halfTick());
  }

  /** Learners whose connection is up, by number. */
  get learners(): readonly ServerId[] {
    return [...this.#learners.keys()];
  }

  /** The epoch is established: this server's clients and its learners' are served. */
  serve(): void {
    this.#serving = true;
    this.ordering.begin();
  }

  /** Stops leading: whoever was connected is on its own. */
  close(): void {
    this.#cancelTick();
    for (const channel of [...this.#strangers]) channel.close();
    for (const { channel } of [...this.#learners.values()]) channel.close();
  }

  // ---- learners ----

  accept(stream: ByteStream): void {
    if (this.#strangers.size >= MAX_STRANGERS) return stream.destroy();
    const { turn, timers, maxField } = this.#options;
    this.#strangers.add(new QuorumChannel(stream, turn, timers, maxField, this));
  }

  packet(channel: QuorumChannel, packet: QuorumPacket): void {
    this.#options.replica.run(() => {
      if (!channel.open) return;
      const link = this.#byChannel.get(channel);
      if (link === undefined) this.#introduced(channel, packet);
      else this.#fromLearner(link, packet);
    });
  }

  closed(channel: QuorumChannel, reason: string): void {
    const link = this.#byChannel.get(channel);
    if (this.#strangers.delete(channel)) {
      const where = `${channel.remoteAddress}:${channel.remotePort}`;
      this.#options.log(`quorum connection from ${where} closed: ${reason}`);
    }
    if (link === undefined) return;
    this.#byChannel.delete(channel);
    if (this.#learners.get(link.sid) !== link) return;
    this.#learners.delete(link.sid);
    this.#options.log(`learner ${link.sid} is gone: ${reason}`);
    this.#options.replica.run(() => {
      this.#options.replica.dispatch({ kind: "LearnerLost", from: link.sid });
    });
  }

  /** Sends a protocol message to a learner; null when it is not connected. */
  send(to: ServerId, message: Message): Posting | null {
    const link = this.#learners.get(to);
    if (link === undefined) return null;
    const ordinal = link.channel.send(message, this.#context());
    if (message.type === "SNAP") {
      link.channel.sendStream(snapshotStream(this.#options.service.snapshotSource()));
    }
    return { connection: link.channel.name, ordinal, message };
  }

  /** Closes the connection of a learner whose role in the protocol has ended already. */
  disconnect(from: ServerId, reason: string): void {
    const link = this.#learners.get(from);
    if (link === undefined) return;
    this.#learners.delete(from);
    this.#byChannel.delete(link.channel);
    link.channel.close();
    this.#options.log(`learner ${from} is let go: ${reason}`);
  }

  /** Streams the history to every learner that has agreed on the epoch. */
  syncLearners(): void {
    const { replica, applied, snapWindow } = this.#options;
    if (replica.state.phase !== "sync" && replica.state.phase !== "broadcast") return;
    for (const link of [...this.#learners.values()]) {
      const { sid } = link;
      const { learner, phase, committed, memLog } = replica.state;
      if (learner[sid] !== "acked") continue;
      const mode = syncModeFor(replica.state, sid, snapWindow);
      replica.dispatch({ kind: "SyncLearner", to: sid, mode, snapBase: applied() });
      link.synced(phase === "sync" ? memLog.length : committed);
      this.#options.log(`learner ${sid} is synchronised by ${mode}`);
    }
  }

  #context(): PacketContext {
    const { self, configText, replica } = this.#options;
    const { memLog, committed } = replica.state;
    const lastCommitted = memLog.zxidAt(committed) ?? memLog.lastZxid;
    return { self, observer: false, configText, lastCommitted };
  }

  #introduced(channel: QuorumChannel, packet: QuorumPacket): void {
    const who = introduction(packet);
    if (who === null) return channel.close(`${packetName(packet.type)} came first`);
    const { sid, observer } = who;
    const { self, replica, name, initLimit, syncLimit } = this.#options;
    const { servers, voters } = replica.state;
    if (sid === self || !servers.includes(sid) || observer === voters.includes(sid)) {
      const role = observer ? "an observer" : "a voter";
      return channel.close(`server ${sid} is not ${role} of this ensemble`);
    }
    this.#strangers.delete(channel);
    this.disconnect(sid, "it has connected anew");
    channel.name = name(self, sid, channel.remotePort);
    const link = new LearnerLink(sid, channel, this.#tick + initLimit + syncLimit);
    this.#learners.set(sid, link);
    this.#byChannel.set(channel, link);
    replica.dispatch({ kind: "LearnerConnected", from: sid }, null, channel.name);
    this.#fromLearner(link, packet);
  }

  #fromLearner(link: LearnerLink, packet: QuorumPacket): void {
    link.heard(this.#tick + this.#options.syncLimit);
    const read = readFromLearner(packet);
    if (read.kind === "plumbing") return plumbing(this.ordering, link, packet);
    if (read.kind === "wrong") return link.channel.close(read.reason);
    link.channel.read += 1;
    const { name, read: ordinal } = link.channel;
    const { replica } = this.#options;
    const message = asHeld(replica.state, read.message);
    const posting = { connection: name, ordinal, message };
    const event: Event = { kind: "Message", from: link.sid, message };
    if (replica.dispatch(event, posting) !== null) return;
    replica.dropped(event, posting);
    link.channel.close(`${message.type} fits no action of the protocol here`);
  }

  // ---- ticks ----

  get #tick(): number {
    return this.#halfTicks >> 1;
  }

  /** Every half tick: pings, dead learners, expired sessions; on whole ticks the quorum. */
  #halfTick(): void {
    this.#halfTicks += 1;
    const { replica } = this.#options;
    replica.run(() => {
      this.#pingLearners(replica.state.memLog.lastZxid);
      if (this.#serving) this.ordering.expire();
      this.#dropDead();
      if (this.#serving) replica.dispatch({ kind: "QuorumLost" });
      else if (this.#tick > this.#options.initLimit) {
        this.#giveUp("no quorum has followed within initLimit");
      }
    });
  }

  #pingLearners(zxid: Zxid): void {
    for (const { sid, channel } of this.#learners.values()) {
      const phase = this.#options.replica.state.learner[sid];
      if (phase === "synced" || phase === "ready") sendPing(channel, zxid, null);
    }
  }

  #dropDead(): void {
    const { timers, tickTime, initLimit, syncLimit, replica } = this.#options;
    const now = timers.now();
    for (const link of [...this.#learners.values()]) {
      const { channel } = link;
      if (channel.backlog > MAX_BACKLOG) channel.close("it does not take what it is sent");
      else if (link.silentAt(this.#tick)) channel.close("nothing heard within syncLimit");
      else if (link.owes(replica.state, now) > syncLimit * tickTime) {
        channel.close("a proposal was not acknowledged within syncLimit");
      }
    }
    for (const channel of [...this.#strangers]) {
      if (now - channel.heard > tickTime * initLimit) channel.close("no introduction came");
    }
  }

  /** Lets everybody go, so that the quorum is lost and somebody else may lead. */
  #giveUp(reason: string): void {
    this.#options.log(`${reason}: looking for a leader again`);
    for (const { channel } of [...this.#learners.values()]) channel.close();
    this.#options.replica.run(() => this.#options.replica.dispatch({ kind: "QuorumLost" }));
  }
}
