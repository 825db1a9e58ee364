import {
  describeDecodeError,
  idCodec,
  PacketStream,
  packetType,
  type Id,
  type QuorumPacket,
} from "#codec";
import type { Message, Zxid } from "#state-machine";
import { Outbox } from "../outbox.js";
import type { ByteStream, StreamHandler, Timers } from "../ports.js";
import type { Turn } from "../turn.js";
import { appendMessage, type PacketContext } from "./messages.js";

/** What comes out of a channel. */
export interface ChannelOwner {
  packet(channel: QuorumChannel, packet: QuorumPacket): void;
  /** The connection is over; called once. */
  closed(channel: QuorumChannel, reason: string): void;
}

/** Reads a stream that stands between packets: takes a chunk, gives back what lies behind it. */
export interface RawReader {
  push(chunk: Buffer): { readonly done: boolean; readonly rest: Buffer | null };
}

/**
 * One quorum connection, at either end: packets in, packets out, and the ordinals by which
 * recorded runs name its protocol messages.
 */
export class QuorumChannel implements StreamHandler {
  readonly #stream: ByteStream;
  readonly #outbox: Outbox;
  readonly #packets: PacketStream;
  readonly #owner: ChannelOwner;
  #raw: RawReader | null = null;
  #open = true;
  /** `<leader>-<learner>#<learner's port>@<use>`, once both ends are known. */
  name = "";
  /** Protocol messages sent and read so far. */
  sent = 0;
  read = 0;
  /** When something was last heard, on the clock of the timers. */
  heard: number;
  readonly #timers: Timers;

  constructor(
    stream: ByteStream,
    turn: Turn,
    timers: Timers,
    maxField: number,
    owner: ChannelOwner,
  ) {
    this.#stream = stream;
    this.#outbox = new Outbox(stream, turn, timers);
    this.#packets = new PacketStream(maxField);
    this.#owner = owner;
    this.#timers = timers;
    this.heard = timers.now();
    stream.handler = this;
  }

  get open(): boolean {
    return this.#open;
  }

  get localPort(): number {
    return this.#stream.localPort;
  }

  get remotePort(): number {
    return this.#stream.remotePort;
  }

  get remoteAddress(): string {
    return this.#stream.remoteAddress;
  }

  get backlog(): number {
    return this.#outbox.backlog;
  }

  /** Sends a protocol message; returns its ordinal. */
  send(message: Message, context: PacketContext): number {
    this.sent += 1;
    if (this.#open) appendMessage(this.#outbox.out, message, context);
    return this.sent;
  }

  /** Sends a packet outside the protocol. */
  sendPacket(type: number, zxid: Zxid, data: Uint8Array | null): void {
    if (!this.#open) return;
    const out = this.#outbox.out;
    out.int(type);
    out.zxid(zxid);
    out.buffer(data);
    out.int(-1);
  }

  /** Sends a client's request to the leader: encoded in place, its body copied once. */
  sendRequest(
    hi: number,
    lo: number,
    cxid: number,
    opcode: number,
    body: Uint8Array,
    ids: readonly Id[],
  ): void {
    if (!this.#open) return;
    const out = this.#outbox.out;
    out.int(packetType.REQUEST);
    out.halves(-1, -1);
    out.int(16 + body.length);
    out.halves(hi, lo);
    out.int(cxid);
    out.int(opcode);
    out.bytes(body);
    out.vec(ids, idCodec.write);
  }

  /** Sends raw bytes between two packets, in slices. */
  sendStream(chunks: Iterator<Uint8Array>): void {
    if (this.#open) this.#outbox.stream(chunks);
  }

  /** Hands everything read from now on to `raw`, until it is done. */
  readRaw(raw: RawReader): void {
    this.#raw = raw;
    this.#feed(this.#packets.detach());
  }

  /** Lets what was sent leave, then closes. */
  close(reason = "closed by this server"): void {
    if (!this.#open) return;
    this.#outbox.end();
    this.#over(reason);
  }

  onData(chunk: Buffer): void {
    if (!this.#open) return;
    this.heard = this.#timers.now();
    if (this.#raw !== null) this.#feed(chunk);
    else {
      this.#packets.push(chunk);
      this.#drain();
    }
  }

  onDrain(): void {
    this.#outbox.drained();
  }

  onClose(reason: string): void {
    this.#outbox.drop();
    this.#over(reason);
  }

  #feed(chunk: Buffer): void {
    const raw = this.#raw;
    if (raw === null || chunk.length === 0) return;
    const { done, rest } = raw.push(chunk);
    if (!done) return;
    this.#raw = null;
    if (rest !== null && rest.length > 0) this.#packets.push(rest);
    this.#drain();
  }

  #drain(): void {
    while (this.#open && this.#raw === null) {
      const packet = this.#packets.next();
      if (packet === null) break;
      this.#owner.packet(this, packet);
    }
    const { error } = this.#packets;
    if (error === null || !this.#open) return;
    this.#outbox.drop();
    this.#stream.destroy();
    this.#over(describeDecodeError(error));
  }

  #over(reason: string): void {
    if (!this.#open) return;
    this.#open = false;
    this.#owner.closed(this, reason);
  }
}

/** A packet that keeps the peer awake, with the sessions touched since the last one. */
export function sendPing(channel: QuorumChannel, zxid: Zxid, sessions: Uint8Array | null): void {
  channel.sendPacket(packetType.PING, zxid, sessions);
}
