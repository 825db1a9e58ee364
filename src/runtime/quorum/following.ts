import {
  appendPingSession,
  decode,
  opCode,
  packetType,
  revalidateReplyCodec,
  describeDecodeError,
  SnapshotReader,
  Writer,
  type QuorumPacket,
} from "#codec";
import { SessionMap, SnapshotLoader, type WriteRequest } from "#service";
import type { Message, ServerId, Zxid } from "#state-machine";
import type { Authority } from "../clients/authority.js";
import type { ByteStream, Cancel, Timers } from "../ports.js";
import type { Posting, Replica } from "../replica.js";
import type { Turn } from "../turn.js";
import { QuorumChannel, sendPing, type ChannelOwner } from "./channel.js";
import { readFromLeader, type PacketContext } from "./messages.js";

export interface FollowingOptions {
  readonly self: ServerId;
  readonly leader: ServerId;
  readonly observer: boolean;
  readonly replica: Replica;
  readonly turn: Turn;
  readonly timers: Timers;
  readonly tickTime: number;
  readonly initLimit: number;
  readonly syncLimit: number;
  readonly maxField: number;
  readonly configText: string;
  /** A SNAP was read to its end: this is the tree that the sync stream starts from. */
  staged(loader: SnapshotLoader, zxid: Zxid): void;
  name(leader: ServerId, learner: ServerId, port: number): string;
  log(line: string): void;
}

const NO_ZXID = { epoch: 0xffffffff, counter: 0xffffffff };
const NOTHING = Buffer.alloc(0);

/**
 * A learner's side of its one connection to the leader, and what of following is not in the
 * spec: pings, forwarded requests, revalidated sessions, syncs.
 */
export class Following implements Authority, ChannelOwner {
  readonly #options: FollowingOptions;
  readonly #channel: QuorumChannel;
  readonly #cancel: Cancel;
  readonly #revalidations: { hi: number; lo: number; done: (valid: boolean) => void }[] = [];
  readonly #syncs: (() => void)[] = [];
  #touched = new SessionMap<number>();
  readonly #writer = new Writer();

  constructor(stream: ByteStream, options: FollowingOptions) {
    this.#options = options;
    const { turn, timers, maxField, tickTime } = options;
    this.#channel = new QuorumChannel(stream, turn, timers, maxField, this);
    this.#channel.name = options.name(options.leader, options.self, stream.localPort);
    this.#cancel = timers.every(tickTime / 2, () => this.#watchLeader());
  }

  get connection(): string {
    return this.#channel.name;
  }

  close(): void {
    this.#cancel();
    this.#channel.close();
  }

  /** Sends a protocol message to the leader; null when the connection is over. */
  send(message: Message): Posting | null {
    if (!this.#channel.open) return null;
    const ordinal = this.#channel.send(message, this.#context());
    return { connection: this.#channel.name, ordinal, message };
  }

  packet(channel: QuorumChannel, packet: QuorumPacket): void {
    this.#options.replica.run(() => {
      if (!channel.open) return;
      const read = readFromLeader(packet);
      if (read.kind === "plumbing") return this.#plumbing(packet);
      if (read.kind === "wrong") return this.#refuse(read.reason);
      channel.read += 1;
      if (read.message.type === "SNAP") this.#readSnapshot(channel, read.message);
      else this.#message(channel, read.message);
    });
  }

  closed(_channel: QuorumChannel, reason: string): void {
    this.#cancel();
    const { replica, leader, log } = this.#options;
    log(`connection to leader ${leader} is over: ${reason}`);
    replica.run(() => replica.dispatch({ kind: "LeaderLost" }));
  }

  #context(): PacketContext {
    const { self, observer, configText, replica } = this.#options;
    return { self, observer, configText, lastCommitted: replica.state.memLog.lastZxid };
  }

  #message(channel: QuorumChannel, message: Message): void {
    const { replica, leader } = this.#options;
    const posting = { connection: channel.name, ordinal: channel.read, message };
    const event = { kind: "Message", from: leader, message } as const;
    if (replica.dispatch(event, posting) !== null) return;
    replica.dropped(event, posting);
    this.#refuse(`${message.type} fits no action of the protocol here`);
  }

  #refuse(reason: string): void {
    this.#channel.close(reason);
  }

  /** The bytes behind SNAP are a tree; only when it is whole does the message count as read. */
  #readSnapshot(channel: QuorumChannel, message: Extract<Message, { type: "SNAP" }>): void {
    const { replica, staged, maxField } = this.#options;
    const loader = new SnapshotLoader();
    const reader = new SnapshotReader("stream", loader, maxField);
    channel.readRaw({
      push: (chunk) => {
        reader.push(chunk);
        const fault = reader.error === null ? loader.error : describeDecodeError(reader.error);
        if (fault !== null) replica.run(() => this.#refuse(`its snapshot is wrong: ${fault}`));
        if (fault !== null || !reader.done) return { done: false, rest: null };
        const rest = reader.rest();
        replica.run(() => {
          staged(loader, message.history.lastZxid);
          this.#message(channel, message);
        });
        return { done: true, rest };
      },
    });
  }

  #plumbing(packet: QuorumPacket): void {
    if (packet.type === packetType.PING) this.#answerPing(packet);
    else if (packet.type === packetType.SYNC) this.#syncs.shift()?.();
    else this.#answerRevalidation(packet.data ?? NOTHING);
  }

  #answerPing(packet: QuorumPacket): void {
    const out = this.#writer;
    this.#touched.forEach((timeout, hi, lo) => appendPingSession(out, hi, lo, timeout));
    this.#touched = new SessionMap();
    sendPing(this.#channel, packet.zxid, out.view());
    out.reset();
  }

  #answerRevalidation(data: Buffer): void {
    const decoded = decode(revalidateReplyCodec, data);
    if (!decoded.ok) return this.#refuse("REVALIDATE without a session in its data");
    const { sessionHi, sessionLo, valid } = decoded.value;
    const index = this.#revalidations.findIndex(
      ({ hi, lo }) => hi === sessionHi && lo === sessionLo,
    );
    if (index >= 0) this.#revalidations.splice(index, 1)[0]?.done(valid);
  }

  /** Silence for too long ends the connection: initLimit until NEWLEADER, then syncLimit. */
  #watchLeader(): void {
    const { timers, tickTime, initLimit, syncLimit, replica } = this.#options;
    const { phase } = replica.state;
    const limit = phase === "broadcast" || phase === "newleader" ? syncLimit : initLimit;
    if (timers.now() - this.#channel.heard <= limit * tickTime) return;
    this.#channel.close(`nothing heard for ${limit} ticks`);
  }

  // ---- Authority ----

  createSession(hi: number, lo: number, timeout: number): void {
    const body = Buffer.alloc(4);
    body.writeInt32BE(timeout, 0);
    this.#channel.sendRequest(hi, lo, 0, opCode.createSession, body, []);
  }

  closeSession(hi: number, lo: number, cxid: number): void {
    this.#channel.sendRequest(hi, lo, cxid, opCode.closeSession, NOTHING, []);
  }

  write(request: WriteRequest): void {
    const { sessionHi, sessionLo, cxid, opcode, body, ids } = request;
    this.#channel.sendRequest(sessionHi, sessionLo, cxid, opcode, body, ids);
  }

  sync(request: WriteRequest, done: () => void): void {
    this.#syncs.push(done);
    this.write(request);
  }

  revalidate(hi: number, lo: number, timeout: number, done: (valid: boolean) => void): void {
    this.#revalidations.push({ hi, lo, done });
    const data = Buffer.alloc(12);
    data.writeInt32BE(hi, 0);
    data.writeInt32BE(lo, 4);
    data.writeInt32BE(timeout, 8);
    this.#channel.sendPacket(packetType.REVALIDATE, NO_ZXID, data);
    this.touch(hi, lo, timeout);
  }

  touch(hi: number, lo: number, timeout: number): void {
    this.#touched.set(hi, lo, timeout);
  }
}
