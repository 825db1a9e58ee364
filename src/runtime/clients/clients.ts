import {
  appendReply,
  keeperState,
  opCode,
  specialXid,
  watcherEventCodec,
  type Zxid as CodecZxid,
} from "#codec";
import type { Applied, Service, Watcher } from "#service";
import type { ByteStream } from "../ports.js";
import type { Authority } from "./authority.js";
import { ClientConnection, type ConnectionOwner } from "./connection.js";
import { Handshake } from "./handshake.js";
import { Requests } from "./requests.js";
import { NO_ZXID, type ClientsOptions, type Serving } from "./serving.js";

/** A connection that never says who it is is closed after this many ms. */
const SESSIONLESS = 10_000;

/** The clients of one server: their connections, and what happens to all of them. */
export class Clients implements ConnectionOwner {
  readonly connections = new Set<ClientConnection>();
  readonly #options: ClientsOptions;
  readonly #handshake: Handshake;
  readonly #requests: Requests;
  readonly #perAddress = new Map<string, number>();
  #serving: Serving | null = null;

  constructor(options: ClientsOptions) {
    this.#options = options;
    this.#handshake = new Handshake(options);
    this.#requests = new Requests(options);
  }

  /** Requests that have no answer yet. */
  get outstanding(): number {
    let sum = 0;
    for (const connection of this.connections) sum += connection.pending.length;
    return sum;
  }

  get serving(): boolean {
    return this.#serving !== null;
  }

  /** From now on `authority` orders the writes and `service` answers the reads. */
  serve(authority: Authority, service: Service): void {
    this.#serving = { authority, service };
  }

  /** Stops serving: every client has to find another server, or this one later. */
  stop(): void {
    for (const connection of [...this.connections]) connection.destroy();
    this.#serving = null;
    this.#requests.forget();
  }

  accept(stream: ByteStream): void {
    const { maxPerAddress, words, maxFrame, turn, timers } = this.#options;
    const count = this.#perAddress.get(stream.remoteAddress) ?? 0;
    if (maxPerAddress > 0 && count >= maxPerAddress) {
      this.#options.log(
        `client ${stream.remoteAddress}:${stream.remotePort} refused: ` +
          `${count} connections from this address already, maxClientCnxns is ${maxPerAddress}`,
      );
      return stream.destroy();
    }
    this.#perAddress.set(stream.remoteAddress, count + 1);
    this.connections.add(new ClientConnection(stream, words, maxFrame, turn, timers, this));
  }

  /** Closes connections that never introduced themselves and those that fell silent. */
  sweep(): void {
    const now = this.#options.timers.now();
    for (const connection of this.connections) {
      const silent = now - connection.arrived;
      const limit = connection.state === "new" ? SESSIONLESS : connection.timeout * 2;
      if (silent > limit) connection.destroy();
    }
  }

  /** A watch of `watcher` fired. */
  event(watcher: Watcher, type: number, path: string, zxid: CodecZxid | null): void {
    const connection = watcher as ClientConnection;
    const event = { type, state: keeperState.SyncConnected, path };
    const { out } = connection.outbox;
    appendReply(out, specialXid.notification, zxid ?? NO_ZXID, 0, watcherEventCodec, event);
    connection.sent += 1;
    this.#options.stats.sent += 1;
  }

  /** A txn was applied: whoever asked for it gets the answer. */
  applied(applied: Applied): void {
    if (this.#serving === null) return;
    const { sessionHi, sessionLo } = applied;
    const connection = this.#handshake.holder(sessionHi, sessionLo);
    if (applied.type === opCode.createSession) {
      if (connection !== undefined) this.#handshake.made(connection);
      return;
    }
    this.#requests.applied(this.#serving.service, connection, applied);
  }

  connect(connection: ClientConnection, frame: Buffer): void {
    this.#received(connection);
    if (this.#serving === null) connection.destroy();
    else this.#handshake.connect(this.#serving, connection, frame);
  }

  request(connection: ClientConnection, frame: Buffer): void {
    this.#received(connection);
    if (this.#serving === null) connection.destroy();
    else this.#requests.request(this.#serving, connection, frame);
  }

  word(connection: ClientConnection, word: string): void {
    this.#received(connection);
    const { remoteAddress } = connection.stream;
    const local = remoteAddress.startsWith("127.") || remoteAddress === "::1";
    connection.outbox.out.bytes(Buffer.from(this.#options.answer(word, local)));
    this.#options.stats.sent += 1;
    connection.close();
  }

  refused(connection: ClientConnection, reason: string): void {
    const { remoteAddress, remotePort } = connection.stream;
    this.#options.log(`client ${remoteAddress}:${remotePort} closed: ${reason}`);
  }

  closed(connection: ClientConnection): void {
    this.connections.delete(connection);
    const { remoteAddress } = connection.stream;
    const count = (this.#perAddress.get(remoteAddress) ?? 1) - 1;
    if (count > 0) this.#perAddress.set(remoteAddress, count);
    else this.#perAddress.delete(remoteAddress);
    this.#handshake.released(connection);
    this.#requests.abandoned(connection);
    this.#serving?.service.removeWatcher(connection);
  }

  #received(connection: ClientConnection): void {
    connection.received += 1;
    this.#options.stats.received += 1;
  }
}
