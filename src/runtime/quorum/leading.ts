import {
  decode,
  decodePingSessions,
  forwardedRequestCodec,
  opCode,
  packetName,
  packetType,
  sessionTimeoutCodec,
  snapshotStream,
  type Id,
  type QuorumPacket,
} from "#codec";
import { checkBody, Preparer, SessionMap, SessionTracker, type Service } from "#service";
import {
  compareZxid,
  syncModeFor,
  type Event,
  type Message,
  type NodeState,
  type ServerId,
  type Zxid,
} from "#state-machine";
import type { Authority, WriteRequest } from "../clients/authority.js";
import type { ServerStats } from "../clients/stats.js";
import { payload } from "../payload.js";
import type { ByteStream, Cancel, Timers } from "../ports.js";
import type { Posting, Replica } from "../replica.js";
import type { Turn } from "../turn.js";
import { QuorumChannel, sendPing, type ChannelOwner } from "./channel.js";
import { introduction, readFromLearner, type PacketContext } from "./messages.js";

export interface LeadingOptions {
  readonly self: ServerId;
  readonly replica: Replica;
  readonly service: () => Service;
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

/** What a leader knows of one learner's connection. */
interface LearnerLink {
  readonly sid: ServerId;
  readonly channel: QuorumChannel;
  /** The tick until which it counts as alive. */
  deadline: number;
}

/** Connections that have not said who they are; more of them are closed at once. */
const MAX_STRANGERS = 64;

/** Bytes of output that a learner may leave unread before it is given up. */
const MAX_BACKLOG = 256 * 1024 * 1024;

const NO_ZXID: Zxid = { epoch: 0xffffffff, counter: 0xffffffff };

/** A write whose place is reserved until the txns before it are committed. */
interface WaitingSync {
  readonly upTo: number;
  readonly done: () => void;
}

/**
 * A leader's side of the quorum port, and what of leading is not in the spec: pings, ticks,
 * sessions, and the preparation of writes.
 */
export class Leading implements Authority, ChannelOwner {
  readonly #options: LeadingOptions;
  readonly #strangers = new Set<QuorumChannel>();
  readonly #learners = new Map<ServerId, LearnerLink>();
  readonly #byChannel = new Map<QuorumChannel, LearnerLink>();
  readonly #owners = new SessionMap<ServerId>();
  readonly #tracker: SessionTracker;
  readonly #preparer: Preparer;
  readonly #syncs: WaitingSync[] = [];
  readonly #cancelTick: Cancel;
  #halfTicks = 0;
  /** Ticks that may pass until this leader serves. */
  readonly #mustServeBy: number;
  #serving = false;

  constructor(options: LeadingOptions) {
    this.#options = options;
    this.#tracker = new SessionTracker(options.tickTime);
    this.#preparer = new Preparer(options.service(), this.#tracker);
    this.#mustServeBy = options.initLimit;
    this.#cancelTick = options.timers.every(options.tickTime / 2, () => this.#halfTick());
  }

  /** Learners whose connection is up, by number. */
  get learners(): readonly ServerId[] {
    return [...this.#learners.keys()];
  }

  get pendingSyncs(): number {
    return this.#syncs.length;
  }

  /** The epoch is established: sessions live from now on, each with a fresh timeout. */
  serve(): void {
    this.#serving = true;
    const now = this.#options.timers.now();
    this.#options.service().sessions.forEach((timeout, hi, lo) => {
      this.#tracker.add(hi, lo, timeout, now);
    });
    for (const { hi, lo } of this.#options.service().orphanedSessions()) {
      this.closeSession(hi, lo, 0);
    }
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
      link.channel.sendStream(snapshotStream(this.#options.service().snapshotSource()));
    }
    return { connection: link.channel.name, ordinal, message };
  }

  /** Closes the connection of a learner whose role in the protocol has ended already. */
  disconnect(from: ServerId): void {
    const link = this.#learners.get(from);
    if (link === undefined) return;
    this.#learners.delete(from);
    this.#byChannel.delete(link.channel);
    link.channel.close();
  }

  /** Streams the history to every learner that has agreed on the epoch. */
  syncLearners(state: NodeState): void {
    if (state.phase !== "sync" && state.phase !== "broadcast") return;
    for (const { sid } of [...this.#learners.values()]) {
      const { replica, applied, snapWindow } = this.#options;
      if (replica.state.learner[sid] !== "acked") continue;
      const mode = syncModeFor(replica.state, sid, snapWindow);
      replica.dispatch({ kind: "SyncLearner", to: sid, mode, snapBase: applied() });
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
    const { self, replica, log, name } = this.#options;
    const where = `${channel.remoteAddress}:${channel.remotePort}`;
    this.#strangers.delete(channel);
    if (who === null) {
      log(`quorum connection from ${where} closed: ${packetName(packet.type)} came first`);
      return channel.close();
    }
    const { sid } = who;
    const { servers, voters } = replica.state;
    if (sid === self || !servers.includes(sid) || who.observer === voters.includes(sid)) {
      const role = who.observer ? "an observer" : "a voter";
      log(`quorum connection from ${where} closed: server ${sid} is not ${role} of this ensemble`);
      return channel.close();
    }
    this.disconnect(sid);
    channel.name = name(self, sid, channel.remotePort);
    const link = { sid, channel, deadline: this.#tick + this.#options.initLimit };
    this.#learners.set(sid, link);
    this.#byChannel.set(channel, link);
    replica.dispatch({ kind: "LearnerConnected", from: sid }, null, channel.name);
    this.#fromLearner(link, packet);
  }

  #fromLearner(link: LearnerLink, packet: QuorumPacket): void {
    link.deadline = Math.max(link.deadline, this.#tick + this.#options.syncLimit);
    const read = readFromLearner(packet);
    if (read.kind === "plumbing") return this.#plumbing(link, packet);
    if (read.kind === "wrong") return this.#refuse(link, read.reason);
    link.channel.read += 1;
    const { name, read: ordinal } = link.channel;
    const { replica } = this.#options;
    const message = asHeld(replica.state, read.message);
    const posting = { connection: name, ordinal, message };
    const event: Event = { kind: "Message", from: link.sid, message };
    if (replica.dispatch(event, posting) !== null) return;
    replica.dropped(event, posting);
    this.#refuse(link, `${message.type} fits no action of the protocol here`);
  }

  #refuse(link: LearnerLink, reason: string): void {
    this.#options.log(`connection of learner ${link.sid} closed: ${reason}`);
    link.channel.close();
  }

  // ---- what is not in the spec: requests, sessions, pings ----

  #plumbing(link: LearnerLink, packet: QuorumPacket): void {
    const data = packet.data ?? Buffer.alloc(0);
    if (packet.type === packetType.PING) this.#touched(data);
    else if (packet.type === packetType.REVALIDATE) this.#revalidated(link, data);
    else this.#requested(link, data, packet.authinfo ?? []);
  }

  #touched(data: Buffer): void {
    const sessions = decodePingSessions(data);
    if (!sessions.ok) return;
    const now = this.#options.timers.now();
    for (const { sessionHi, sessionLo, timeout } of sessions.value) {
      this.#tracker.touch(sessionHi, sessionLo, timeout, now);
    }
  }

  #revalidated(link: LearnerLink, data: Buffer): void {
    const decoded = decode(sessionTimeoutCodec, data);
    if (!decoded.ok) return this.#refuse(link, "REVALIDATE without a session in its data");
    const { sessionHi, sessionLo, timeout } = decoded.value;
    const valid = this.#claim(sessionHi, sessionLo, timeout, link.sid);
    const reply = Buffer.alloc(9);
    reply.writeInt32BE(sessionHi, 0);
    reply.writeInt32BE(sessionLo, 4);
    reply[8] = valid ? 1 : 0;
    link.channel.sendPacket(packetType.REVALIDATE, NO_ZXID, reply);
  }

  #requested(link: LearnerLink, data: Buffer, ids: readonly Id[]): void {
    const decoded = decode(forwardedRequestCodec, data);
    if (!decoded.ok) return this.#refuse(link, "REQUEST that does not parse");
    const { sessionHi, sessionLo, cxid, type: opcode, body } = decoded.value;
    if (opcode === opCode.createSession) {
      const timeout = body.length >= 4 ? body.readInt32BE(0) : this.#options.tickTime * 2;
      return this.#newSession(sessionHi, sessionLo, timeout, link.sid);
    }
    if (opcode === opCode.sync) {
      return this.#whenCommitted(() => {
        link.channel.sendPacket(packetType.SYNC, { epoch: 0, counter: 0 }, null);
      });
    }
    if (opcode === opCode.closeSession) return this.closeSession(sessionHi, sessionLo, cxid);
    this.#order({ sessionHi, sessionLo, cxid, opcode, body, ids }, link.sid);
  }

  createSession(hi: number, lo: number, timeout: number): void {
    this.#options.replica.run(() => this.#newSession(hi, lo, timeout, this.#options.self));
  }

  #newSession(hi: number, lo: number, timeout: number, owner: ServerId): void {
    this.#tracker.add(hi, lo, timeout, this.#options.timers.now());
    this.#owners.set(hi, lo, owner);
    this.#propose((zxid, time) => this.#preparer.prepareCreateSession(hi, lo, timeout, zxid, time));
  }

  closeSession(hi: number, lo: number, cxid: number): void {
    this.#options.replica.run(() => {
      this.#tracker.setClosing(hi, lo);
      this.#propose((zxid, time) => this.#preparer.prepareCloseSession(hi, lo, cxid, zxid, time));
    });
  }

  write(request: WriteRequest): void {
    this.#options.replica.run(() => this.#order(request, this.#options.self));
  }

  /** Gives a write its place in the order; one that must fail takes its place all the same. */
  #order(request: WriteRequest, from: ServerId): void {
    const { sessionHi: hi, sessionLo: lo } = request;
    const owner = this.#owners.get(hi, lo);
    const moved = owner !== undefined && owner !== from;
    this.#propose((zxid, time) => {
      if (moved) return this.#preparer.prepareError(request, MOVED, zxid, time);
      if (!checkBody(request.opcode, request.body)) {
        return this.#preparer.prepareError(request, MALFORMED, zxid, time);
      }
      return this.#preparer.prepare(request, zxid, time);
    });
  }

  #propose(prepare: (zxid: Zxid, time: number) => Buffer): void {
    const { replica, timers, stats } = this.#options;
    const { role, phase, memLog, proposedEpoch } = replica.state;
    if (role !== "LEADING" || phase !== "broadcast") return;
    const last = memLog.lastZxid;
    const counter = last.epoch === proposedEpoch ? last.counter + 1 : 1;
    if (counter > MAX_COUNTER) return this.#giveUp("the counter of this epoch is used up");
    const body = prepare({ epoch: proposedEpoch, counter }, timers.wall());
    stats.proposed(body.length);
    replica.dispatch({ kind: "ClientRequest", val: payload(body) });
  }

  sync(_request: WriteRequest, done: () => void): void {
    this.#options.replica.run(() => this.#whenCommitted(done));
  }

  #whenCommitted(done: () => void): void {
    const { committed, memLog } = this.#options.replica.state;
    if (committed === memLog.length) done();
    else this.#syncs.push({ upTo: memLog.length, done });
  }

  revalidate(hi: number, lo: number, timeout: number, done: (valid: boolean) => void): void {
    done(this.#claim(hi, lo, timeout, this.#options.self));
  }

  #claim(hi: number, lo: number, timeout: number, owner: ServerId): boolean {
    const valid = this.#tracker.touch(hi, lo, timeout, this.#options.timers.now());
    if (valid) this.#owners.set(hi, lo, owner);
    return valid;
  }

  touch(hi: number, lo: number, timeout: number): void {
    this.#tracker.touch(hi, lo, timeout, this.#options.timers.now());
  }

  /** A txn is in the tree: what was only outstanding is now a fact. */
  applied(zxid: Zxid, closedSession: { hi: number; lo: number } | null): void {
    this.#preparer.applied(zxid);
    if (closedSession === null) return;
    this.#tracker.remove(closedSession.hi, closedSession.lo);
    this.#owners.delete(closedSession.hi, closedSession.lo);
  }

  /** Answers the syncs that waited for what is now committed. */
  releaseSyncs(committed: number): void {
    while (this.#syncs.length > 0 && (this.#syncs[0] as WaitingSync).upTo <= committed) {
      (this.#syncs.shift() as WaitingSync).done();
    }
  }

  get #tick(): number {
    return this.#halfTicks >> 1;
  }

  /** Every half tick: pings, dead learners, expired sessions; on whole ticks the quorum. */
  #halfTick(): void {
    this.#halfTicks += 1;
    const { replica } = this.#options;
    replica.run(() => {
      this.#pingLearners(replica.state.memLog.lastZxid);
      if (this.#serving) this.#expireSessions();
      this.#dropDead();
      if (this.#serving) replica.dispatch({ kind: "QuorumLost" });
      else if (this.#tick > this.#mustServeBy) {
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

  #expireSessions(): void {
    for (const { hi, lo } of this.#tracker.expired(this.#options.timers.now())) {
      this.#options.log(`session 0x${hexId(hi, lo)} expired`);
      this.closeSession(hi, lo, 0);
    }
  }

  #dropDead(): void {
    for (const link of [...this.#learners.values()]) {
      if (link.channel.backlog > MAX_BACKLOG)
        this.#refuse(link, "it does not take what it is sent");
      else if (this.#tick > link.deadline) this.#refuse(link, "nothing heard within syncLimit");
    }
    const { timers, tickTime, initLimit } = this.#options;
    for (const channel of [...this.#strangers]) {
      if (timers.now() - channel.heard > tickTime * initLimit) channel.close();
    }
  }

  /** Lets everybody go, so that the quorum is lost and somebody else may lead. */
  #giveUp(reason: string): void {
    this.#options.log(`${reason}: looking for a leader again`);
    for (const { channel } of [...this.#learners.values()]) channel.close();
    this.#options.replica.run(() => this.#options.replica.dispatch({ kind: "QuorumLost" }));
  }
}

/** The last counter of an epoch: the next write needs a new one. */
const MAX_COUNTER = 0xfffffffe;

/** The errors that the leader itself gives a write its place with. */
const MOVED = -118;
const MALFORMED = -5;

function hexId(hi: number, lo: number): string {
  return (hi >>> 0).toString(16) + (lo >>> 0).toString(16).padStart(8, "0");
}

/**
 * A position `<e, 0>` in a learner's ACKEPOCH, which Java learners may name after a snapshot, is
 * the last real zxid before it. Our own learners never send it.
 */
function asHeld(state: NodeState, message: Message): Message {
  if (message.type !== "ACKEPOCH" || message.zxid.counter !== 0 || message.zxid.epoch === 0) {
    return message;
  }
  const { memLog } = state;
  const held = memLog.zxidAt(memLog.lastIndexUpTo(message.zxid));
  return held === undefined || compareZxid(held, message.zxid) > 0
    ? message
    : { ...message, zxid: held };
}
