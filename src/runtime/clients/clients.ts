import {
  appendFrame,
  appendReply,
  connectRequestCodec,
  connectResponseCodec,
  decode,
  errorCode,
  keeperState,
  opCode,
  opName,
  refusedConnect,
  specialXid,
  syncResponseCodec,
  watcherEventCodec,
  type ConnectRequest,
  type Zxid as CodecZxid,
} from "#codec";
import {
  checkBody,
  generatePassword,
  isServed,
  isWrite,
  SessionMap,
  type Applied,
  type Service,
  type Watcher,
} from "#service";
import { compareZxid } from "#state-machine";
import type { ByteStream, Timers } from "../ports.js";
import type { Turn } from "../turn.js";
import type { Authority } from "./authority.js";
import { ClientConnection, type ConnectionOwner } from "./connection.js";
import type { PendingRequest } from "./pending.js";
import type { SessionIds } from "./session-ids.js";
import type { ServerStats } from "./stats.js";

/** What the clients' side of a server is configured with. */
export interface ClientsOptions {
  readonly turn: Turn;
  readonly timers: Timers;
  readonly stats: ServerStats;
  readonly sessionIds: SessionIds;
  readonly words: ReadonlySet<string>;
  /** Longest request in bytes: jute.maxbuffer. */
  readonly maxFrame: number;
  /** Connections of one address; 0 for any number. */
  readonly maxPerAddress: number;
  readonly minSessionTimeout: number;
  readonly maxSessionTimeout: number;
  /** Text that answers a four-letter word; `local`: asked from this machine. */
  answer(word: string, local: boolean): string;
  log(line: string): void;
}

/** A connection that never says who it is is closed after this many ms. */
const SESSIONLESS = 10_000;

const NO_ZXID: CodecZxid = { epoch: 0xffffffff, counter: 0xffffffff };

/**
 * The clients of one server: their connections and sessions, and the order of their answers.
 * Reads are answered at once unless a write of the same session is still on its way.
 */
export class Clients implements ConnectionOwner {
  readonly connections = new Set<ClientConnection>();
  readonly #options: ClientsOptions;
  readonly #sessions = new SessionMap<ClientConnection>();
  readonly #perAddress = new Map<string, number>();
  readonly #unimplemented = new Set<number>();
  #service: Service;
  #authority: Authority | null = null;

  constructor(service: Service, options: ClientsOptions) {
    this.#service = service;
    this.#options = options;
  }

  /** Requests that have no answer yet. */
  get outstanding(): number {
    let sum = 0;
    for (const connection of this.connections) sum += connection.pending.length;
    return sum;
  }

  get serving(): boolean {
    return this.#authority !== null;
  }

  /** From now on `authority` orders the writes and `service` answers the reads. */
  serve(authority: Authority, service: Service): void {
    this.#authority = authority;
    this.#service = service;
  }

  /** Stops serving: every client has to find another server, or this one later. */
  stop(): void {
    this.#authority = null;
    for (const connection of [...this.connections]) connection.destroy();
  }

  accept(stream: ByteStream): void {
    const { maxPerAddress, words, maxFrame, turn, timers } = this.#options;
    const count = this.#perAddress.get(stream.remoteAddress) ?? 0;
    if (maxPerAddress > 0 && count >= maxPerAddress) {
      this.#options.log(
        `client ${stream.remoteAddress}:${stream.remotePort} refused: ` +
          `${count} connections from this address already, maxClientCnxns is ${maxPerAddress}`,
      );
      stream.destroy();
      return;
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
      if (limit > 0 && silent > limit) connection.destroy();
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

  /** A txn was applied: whoever asked for it gets the answer, and the reads behind it theirs. */
  applied(applied: Applied): void {
    const connection = this.#sessions.get(applied.sessionHi, applied.sessionLo);
    if (connection === undefined) return;
    if (applied.type === opCode.createSession) return this.#sessionMade(connection, applied);
    const head = connection.pending.head;
    if (head?.kind === "write" && head.xid === applied.cxid) {
      if (applied.err === errorCode.SESSIONMOVED) return connection.destroy();
      this.#service.appendWriteReply(connection.outbox.out, head.xid, applied, head.opcode);
      this.#answered(connection, head);
      connection.pending.shift();
      this.#goOn(connection);
    }
    if (applied.type === opCode.closeSession) connection.close();
  }

  connect(connection: ClientConnection, frame: Buffer): void {
    const decoded = decode(connectRequestCodec, frame);
    const authority = this.#authority;
    if (!decoded.ok || authority === null) {
      if (!decoded.ok) this.refused(connection, "its first frame is no ConnectRequest");
      return connection.destroy();
    }
    const request = decoded.value;
    this.#options.stats.received += 1;
    if (compareZxid(request.lastZxidSeen, this.#service.lastZxid) > 0) return connection.destroy();
    const { minSessionTimeout, maxSessionTimeout } = this.#options;
    connection.timeout = Math.min(Math.max(request.timeOut, minSessionTimeout), maxSessionTimeout);
    connection.readOnlyFlag = request.readOnly !== null;
    connection.state = "waiting";
    if (request.sessionHi === 0 && request.sessionLo === 0) this.#begin(connection, authority);
    else this.#resume(connection, authority, request);
  }

  #begin(connection: ClientConnection, authority: Authority): void {
    const { hi, lo } = this.#options.sessionIds.next();
    this.#own(connection, hi, lo);
    authority.createSession(hi, lo, connection.timeout);
  }

  #resume(connection: ClientConnection, authority: Authority, request: ConnectRequest): void {
    const { sessionHi: hi, sessionLo: lo } = request;
    this.#sessions.get(hi, lo)?.destroy();
    const password = request.passwd;
    if (password === null || !generatePassword(hi, lo).equals(password)) {
      return this.#refuse(connection);
    }
    this.#own(connection, hi, lo);
    authority.revalidate(hi, lo, connection.timeout, (valid) => {
      if (connection.state !== "waiting") return;
      if (valid) this.#open(connection);
      else this.#refuse(connection);
    });
  }

  #own(connection: ClientConnection, hi: number, lo: number): void {
    connection.sessionHi = hi;
    connection.sessionLo = lo;
    this.#sessions.set(hi, lo, connection);
  }

  #sessionMade(connection: ClientConnection, applied: Applied): void {
    if (connection.state !== "waiting") return;
    if (applied.err === 0) this.#open(connection);
    else this.#refuse(connection);
  }

  #open(connection: ClientConnection): void {
    const { sessionHi, sessionLo, timeout } = connection;
    appendFrame(connection.outbox.out, connectResponseCodec, {
      protocolVersion: 0,
      timeOut: timeout,
      sessionHi,
      sessionLo,
      passwd: generatePassword(sessionHi, sessionLo),
      readOnly: connection.readOnlyFlag ? false : null,
    });
    connection.state = "open";
    connection.sent += 1;
    this.#options.stats.sent += 1;
    connection.drain();
  }

  /** The session is gone: said with a timeout of 0, then the connection ends. */
  #refuse(connection: ClientConnection): void {
    const answer = refusedConnect(connection.readOnlyFlag ? false : null);
    appendFrame(connection.outbox.out, connectResponseCodec, answer);
    connection.close();
  }

  request(connection: ClientConnection, frame: Buffer): void {
    const authority = this.#authority;
    if (authority === null) return connection.destroy();
    if (frame.length < 8) return this.refused(connection, `a request of ${frame.length} bytes`);
    const xid = frame.readInt32BE(0);
    const opcode = frame.readInt32BE(4);
    connection.received += 1;
    this.#options.stats.received += 1;
    if (connection.touched !== connection.arrived) {
      connection.touched = connection.arrived;
      authority.touch(connection.sessionHi, connection.sessionLo, connection.timeout);
    }
    if (opcode === opCode.ping) return this.#pong(connection);
    this.#enqueue(connection, authority, xid, opcode, frame.subarray(8));
  }

  #pong(connection: ClientConnection): void {
    appendReply(connection.outbox.out, specialXid.ping, this.#service.lastZxid, 0);
    connection.sent += 1;
    this.#options.stats.answered(this.#options.timers.now() - connection.arrived);
  }

  /** Orders one request: what needs the leader goes there at once, a read waits its turn. */
  #enqueue(
    connection: ClientConnection,
    authority: Authority,
    xid: number,
    opcode: number,
    body: Buffer,
  ): void {
    const { pending, arrived, sessionHi, sessionLo, ids } = connection;
    const request = { sessionHi, sessionLo, cxid: xid, opcode, body, ids };
    const entry = (kind: PendingRequest["kind"]): PendingRequest => {
      return { kind, xid, opcode, body, arrived, done: false };
    };
    if (opcode === opCode.closeSession) {
      pending.push(entry("write"));
      authority.closeSession(sessionHi, sessionLo, xid);
    } else if (!isServed(opcode)) {
      pending.push(entry("unimplemented"));
    } else if (!checkBody(opcode, body)) {
      pending.push({ ...entry("read"), body: NOTHING });
    } else if (opcode === opCode.sync) {
      const sync = entry("sync");
      pending.push(sync);
      authority.sync(request, () => {
        sync.done = true;
        this.#goOn(connection);
      });
    } else if (isWrite(opcode)) {
      pending.push(entry("write"));
      authority.write(request);
      return;
    } else {
      pending.push(entry("read"));
    }
    this.#goOn(connection);
  }

  /** Answers what stands at the front, up to the first request that has to wait. */
  #goOn(connection: ClientConnection): void {
    for (;;) {
      const head = connection.pending.head;
      if (head === undefined || connection.state !== "open") break;
      if (head.kind === "write" || (head.kind === "sync" && !head.done)) break;
      if (!this.#answer(connection, head)) return;
      connection.pending.shift();
      this.#answered(connection, head);
    }
    connection.drain();
  }

  /** Answers one request here; false when the connection ends with it. */
  #answer(connection: ClientConnection, request: PendingRequest): boolean {
    const { out } = connection.outbox;
    const { xid, opcode, body } = request;
    if (request.kind === "unimplemented") return this.#notImplemented(connection, request);
    if (request.kind === "sync") {
      const path = decode(syncResponseCodec, body);
      if (path.ok) {
        appendReply(out, xid, this.#service.lastZxid, 0, syncResponseCodec, path.value);
        return true;
      }
    }
    if (body === NOTHING || request.kind === "sync") {
      appendReply(out, xid, this.#service.lastZxid, errorCode.MARSHALLINGERROR);
      return true;
    }
    this.#service.read(out, { xid, opcode, body, ids: connection.ids, watcher: connection });
    return true;
  }

  #notImplemented(connection: ClientConnection, { xid, opcode }: PendingRequest): boolean {
    if (!this.#unimplemented.has(opcode)) {
      this.#unimplemented.add(opcode);
      this.#options.log(
        `${opName(opcode)} (opcode ${opcode}) is not implemented: ` +
          `answered with UNIMPLEMENTED, said once`,
      );
    }
    const known = isKnown(opcode);
    const zxid = known ? this.#service.lastZxid : NO_ZXID;
    appendReply(connection.outbox.out, xid, zxid, errorCode.UNIMPLEMENTED);
    if (known) return true;
    connection.close();
    return false;
  }

  #answered(connection: ClientConnection, request: PendingRequest): void {
    connection.sent += 1;
    this.#options.stats.answered(this.#options.timers.now() - request.arrived);
  }

  word(connection: ClientConnection, word: string): void {
    this.#options.stats.received += 1;
    const { remoteAddress } = connection.stream;
    const local = remoteAddress.startsWith("127.") || remoteAddress === "::1";
    connection.outbox.out.bytes(Buffer.from(this.#options.answer(word, local)));
    this.#options.stats.sent += 1;
    connection.close();
  }

  refused(connection: ClientConnection, reason: string): void {
    const { remoteAddress, remotePort } = connection.stream;
    this.#options.log(`client ${remoteAddress}:${remotePort} closed: ${reason}`);
    connection.destroy();
  }

  closed(connection: ClientConnection): void {
    this.connections.delete(connection);
    const { remoteAddress } = connection.stream;
    const count = (this.#perAddress.get(remoteAddress) ?? 1) - 1;
    if (count > 0) this.#perAddress.set(remoteAddress, count);
    else this.#perAddress.delete(remoteAddress);
    const { sessionHi, sessionLo } = connection;
    if (this.#sessions.get(sessionHi, sessionLo) === connection) {
      this.#sessions.delete(sessionHi, sessionLo);
    }
    this.#service.removeWatcher(connection);
  }
}

/** The body of a request that does not parse: it keeps its place and is answered with an error. */
const NOTHING = Buffer.alloc(0);

const known = new Set<number>(Object.values(opCode));

/** Whether ZooKeeper itself serves this opcode to clients. */
function isKnown(opcode: number): boolean {
  const { notification, check, createSession, error, deleteContainer } = opCode;
  const internal: readonly number[] = [notification, check, createSession, error, deleteContainer];
  return known.has(opcode) && !internal.includes(opcode);
}
