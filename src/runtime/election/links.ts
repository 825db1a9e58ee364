import {
  appendIntroduction,
  appendNotification,
  decodeNotification,
  describeDecodeError,
  ElectionStream,
  type Notification as Packet,
} from "#codec";
import type { ServerId } from "#state-machine";
import { Outbox } from "../outbox.js";
import type { Address, ByteStream, Cancel, Network, StreamHandler, Timers } from "../ports.js";
import type { Turn } from "../turn.js";

export interface LinksOptions {
  readonly self: ServerId;
  /** Election addresses of all servers, this one included. */
  readonly addresses: ReadonlyMap<ServerId, Address>;
  readonly network: Network;
  readonly timers: Timers;
  readonly turn: Turn;
  /** Milliseconds that a connection may take to come up and to introduce itself. */
  readonly timeout: number;
  /** A notification was read; `link` names where. */
  received(from: ServerId, packet: Packet, link: LinkName): void;
  /** A notification that had waited for a connection, or had to be repeated on one, was sent. */
  repeated(to: ServerId, packet: Outgoing, link: LinkName): void;
  log(line: string): void;
}

/** What is sent: the version is always the one we speak. */
export type Outgoing = Omit<Packet, "version">;

/** Which message it was: the connection's name and the ordinal in its direction. */
export interface LinkName {
  readonly name: string;
  readonly ordinal: number;
}

/** Connections that have not said who they are; more of them are closed at once. */
const MAX_STRANGERS = 64;

/** One side of a connection of the election port, once it is known who is at the other. */
class Link implements StreamHandler {
  readonly #stream: ByteStream;
  readonly #outbox: Outbox;
  readonly #bytes: ElectionStream;
  readonly #options: LinksOptions;
  readonly #closed: (link: Link) => void;
  readonly #names: { readonly out: string; readonly in: string };
  readonly peer: ServerId;
  #sent = 0;
  #read = 0;

  constructor(
    stream: ByteStream,
    bytes: ElectionStream,
    peer: ServerId,
    caller: boolean,
    use: number,
    options: LinksOptions,
    closed: (link: Link) => void,
  ) {
    this.#stream = stream;
    this.#bytes = bytes;
    this.#options = options;
    this.#closed = closed;
    this.peer = peer;
    this.#outbox = new Outbox(stream, options.turn, options.timers);
    const port = caller ? stream.localPort : stream.remotePort;
    const name = (from: ServerId, to: ServerId) => `e:${from}-${to}#${port}@${use}`;
    this.#names = { out: name(options.self, peer), in: name(peer, options.self) };
    stream.handler = this;
  }

  /** Says who calls: the first bytes of whoever opened the connection. */
  introduce(address: Address): void {
    const { self } = this.#options;
    const host = address.host.includes(":") ? `[${address.host}]` : address.host;
    appendIntroduction(this.#outbox.out, { sid: self, addresses: [`${host}:${address.port}`] });
  }

  send(packet: Outgoing): LinkName {
    appendNotification(this.#outbox.out, packet);
    this.#sent += 1;
    return { name: this.#names.out, ordinal: this.#sent };
  }

  end(): void {
    this.#outbox.end();
  }

  destroy(): void {
    this.#outbox.drop();
    this.#stream.destroy();
  }

  onData(chunk: Buffer): void {
    this.#bytes.push(chunk);
    this.drain();
  }

  drain(): void {
    for (let frame = this.#bytes.next(); frame !== null; frame = this.#bytes.next()) {
      this.#read += 1;
      const decoded = decodeNotification(frame);
      const link = { name: this.#names.in, ordinal: this.#read };
      if (decoded.ok) this.#options.received(this.peer, decoded.value, link);
      else {
        const reason = describeDecodeError(decoded.error);
        this.#options.log(`election message from server ${this.peer} skipped: ${reason}`);
      }
    }
    const { error } = this.#bytes;
    if (error === null) return;
    const reason = describeDecodeError(error);
    this.#options.log(`election connection of server ${this.peer} closed: ${reason}`);
    this.destroy();
  }

  onDrain(): void {}

  onClose(reason: string): void {
    if (this.#bytes.within) {
      const where = `election connection of server ${this.peer}`;
      this.#options.log(`${where} closed: ${reason} within a notification`);
    }
    this.#outbox.drop();
    this.#closed(this);
  }
}

/**
 * The connections of the election port (ZooKeeper's `QuorumCnxManager`): at most one for each
 * peer, the one that the larger id opened. Of what could not be sent, only the newest waits.
 */
export class ElectionLinks {
  readonly #options: LinksOptions;
  readonly #links = new Map<ServerId, Link>();
  readonly #last = new Map<ServerId, Outgoing>();
  readonly #calling = new Map<ServerId, Cancel>();
  readonly #strangers = new Set<ByteStream>();
  readonly #uses = new Map<string, number>();
  #open = true;

  constructor(options: LinksOptions) {
    this.#options = options;
  }

  /** Sends at once when there is a connection (and says on which); else when there is one. */
  send(to: ServerId, packet: Outgoing): LinkName | null {
    this.#last.set(to, packet);
    const link = this.#links.get(to);
    if (link !== undefined) return link.send(packet);
    this.#call(to);
    return null;
  }

  /** Somebody connected: the first bytes say who. */
  accept(stream: ByteStream): void {
    if (!this.#open || this.#strangers.size >= MAX_STRANGERS) return stream.destroy();
    const bytes = new ElectionStream(true);
    const { timers, timeout, log } = this.#options;
    const where = `${stream.remoteAddress}:${stream.remotePort}`;
    const gone = () => {
      cancel();
      this.#strangers.delete(stream);
    };
    const say = (reason: string) => {
      log(`election connection from ${where} closed: ${reason}`);
    };
    const refuse = (reason: string) => {
      gone();
      say(reason);
      stream.handler = { onData: () => {}, onDrain: () => {}, onClose: () => {} };
      stream.destroy();
    };
    const cancel = timers.after(timeout, () => refuse(`no introduction within ${timeout} ms`));
    this.#strangers.add(stream);
    stream.handler = {
      onData: (chunk) => {
        bytes.push(chunk);
        if (bytes.error !== null) return refuse(describeDecodeError(bytes.error));
        if (bytes.introduction === null) return;
        gone();
        this.#introduced(stream, bytes, bytes.introduction.sid, where);
      },
      onDrain: () => {},
      onClose: (reason) => {
        gone();
        if (bytes.within) say(`${reason} within its introduction`);
      },
    };
  }

  close(): void {
    this.#open = false;
    for (const cancel of this.#calling.values()) cancel();
    for (const link of [...this.#links.values()]) link.destroy();
    for (const stream of [...this.#strangers]) stream.destroy();
  }

  #introduced(stream: ByteStream, bytes: ElectionStream, sid: number, where: string): void {
    const { self, addresses, log } = this.#options;
    if (sid === self || !addresses.has(sid)) {
      log(`election connection from ${where} closed: server ${sid} is not one of the others here`);
      return stream.destroy();
    }
    if (sid < self) {
      stream.handler = { onData: () => {}, onDrain: () => {}, onClose: () => {} };
      stream.end();
      if (!this.#links.has(sid)) this.#call(sid);
      return;
    }
    this.#links.get(sid)?.destroy();
    const link = this.#keep(stream, bytes, sid, false);
    link.drain();
  }

  #call(to: ServerId): void {
    const { addresses, network, timeout, self } = this.#options;
    const address = addresses.get(to);
    if (!this.#open || address === undefined || this.#calling.has(to)) return;
    const cancel = network.connect(address, timeout, (stream) => {
      this.#calling.delete(to);
      if (stream === null) return;
      if (!this.#open) return stream.destroy();
      this.#called(to, stream, addresses.get(self) as Address);
    });
    this.#calling.set(to, cancel);
  }

  #called(to: ServerId, stream: ByteStream, own: Address): void {
    const { self } = this.#options;
    const bytes = new ElectionStream(false);
    if (to > self) {
      const caller = new Link(stream, bytes, to, true, 0, this.#options, () => {});
      caller.introduce(own);
      caller.end();
      return;
    }
    this.#links.get(to)?.destroy();
    this.#keep(stream, bytes, to, true, own);
  }

  /** Takes a connection as the one of this peer, and repeats on it what the peer heard last. */
  #keep(
    stream: ByteStream,
    bytes: ElectionStream,
    peer: ServerId,
    caller: boolean,
    own?: Address,
  ): Link {
    const key = `${peer}#${caller ? stream.localPort : stream.remotePort}`;
    const use = (this.#uses.get(key) ?? 0) + 1;
    this.#uses.set(key, use);
    const link = new Link(stream, bytes, peer, caller, use, this.#options, (closed) => {
      if (this.#links.get(peer) === closed) this.#links.delete(peer);
    });
    this.#links.set(peer, link);
    if (own !== undefined) link.introduce(own);
    const last = this.#last.get(peer);
    if (last !== undefined) this.#options.repeated(peer, last, link.send(last));
    return link;
  }
}
