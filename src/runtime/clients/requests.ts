import {
  appendReply,
  decode,
  errorCode,
  opCode,
  opName,
  specialXid,
  syncResponseCodec,
} from "#codec";
import { checkBody, isServed, isWrite, SessionMap, type Applied, type Service } from "#service";
import type { ClientConnection } from "./connection.js";
import type { PendingRequest } from "./pending.js";
import { NO_ZXID, type ClientsOptions, type Serving } from "./serving.js";

type RequestsOptions = Pick<ClientsOptions, "stats" | "timers" | "log">;

/**
 * The requests of sessions and the order of their answers: one session's answers come in the order
 * of its requests. A read is answered at once, unless a write or a sync before it is on its way.
 */
export class Requests {
  readonly #options: RequestsOptions;
  /** Operations whose absence was logged. */
  readonly #missing = new Set<number>();
  /** Xids of writes whose connection ended first: their outcomes answer nobody. */
  readonly #abandoned = new SessionMap<number[]>();

  constructor(options: RequestsOptions) {
    this.#options = options;
  }

  request(serving: Serving, connection: ClientConnection, frame: Buffer): void {
    if (frame.length < 8) return connection.refuse(`a request of ${frame.length} bytes`);
    const xid = frame.readInt32BE(0);
    const opcode = frame.readInt32BE(4);
    const { authority, service } = serving;
    if (connection.touched !== connection.arrived) {
      connection.touched = connection.arrived;
      authority.touch(connection.sessionHi, connection.sessionLo, connection.timeout);
    }
    if (opcode === opCode.ping) return this.#pong(service, connection);
    const body = frame.subarray(8);
    const kind = kindOf(opcode, body);
    const { pending, arrived } = connection;
    const entry = { kind, xid, opcode, body, arrived, synced: false, applied: null };
    pending.push(entry);
    if (kind === "write" || kind === "sync") this.#order(serving, connection, entry);
    else if (pending.head === entry) this.#goOn(service, connection);
  }

  /** A txn was applied: if a request of `connection` became it, it gets its answer in its turn. */
  applied(service: Service, connection: ClientConnection | undefined, applied: Applied): void {
    if (this.#abandoned.size > 0 && this.#wasAbandoned(applied)) return;
    if (connection === undefined) return;
    const request = connection.pending.oldestWrite();
    if (request !== undefined && request.xid === applied.cxid) {
      // The session lives on another connection, elsewhere: this one must not say anything more.
      if (applied.err === errorCode.SESSIONMOVED) return connection.destroy();
      request.applied = applied;
      this.#goOn(service, connection);
    }
    if (applied.type === opCode.closeSession) connection.close();
  }

  /** The connection is over before its writes are. */
  abandoned({ sessionHi, sessionLo, pending }: ClientConnection): void {
    const open = pending.openWrites();
    if (open.length === 0) return;
    const before = this.#abandoned.get(sessionHi, sessionLo) ?? [];
    this.#abandoned.set(sessionHi, sessionLo, [...before, ...open]);
  }

  /** Nothing that was ordered will come back. */
  forget(): void {
    this.#abandoned.clear();
  }

  #wasAbandoned({ sessionHi, sessionLo, cxid, type }: Applied): boolean {
    const xids = this.#abandoned.get(sessionHi, sessionLo);
    if (xids === undefined) return false;
    const found = xids[0] === cxid;
    if (found) xids.shift();
    if (xids.length === 0 || type === opCode.closeSession) {
      this.#abandoned.delete(sessionHi, sessionLo);
    }
    return found && type !== opCode.closeSession;
  }

  #pong(service: Service, connection: ClientConnection): void {
    appendReply(connection.outbox.out, specialXid.ping, service.lastZxid, 0);
    this.#answered(connection, connection.arrived);
  }

  /** What needs the leader goes there at once, in the order of arrival. */
  #order({ authority, service }: Serving, connection: ClientConnection, entry: PendingRequest) {
    const { sessionHi, sessionLo, ids } = connection;
    const { xid: cxid, opcode, body, kind } = entry;
    if (opcode === opCode.closeSession) return authority.closeSession(sessionHi, sessionLo, cxid);
    const request = { sessionHi, sessionLo, cxid, opcode, body, ids };
    if (kind === "write") return authority.write(request);
    authority.sync(request, () => {
      entry.synced = true;
      this.#goOn(service, connection);
    });
  }

  /** Answers what stands at the front, up to the first request that has to wait. */
  #goOn(service: Service, connection: ClientConnection): void {
    const { pending } = connection;
    for (let head = pending.head; head !== undefined; head = pending.head) {
      if (connection.state !== "open") return;
      if (head.kind === "write" && head.applied === null) break;
      if (head.kind === "sync" && !head.synced) break;
      pending.shift();
      this.#answer(service, connection, head);
      this.#answered(connection, head.arrived);
    }
    connection.drain();
  }

  #answer(service: Service, connection: ClientConnection, request: PendingRequest): void {
    const { out } = connection.outbox;
    const { kind, xid, opcode, body, applied } = request;
    if (kind === "read") {
      service.read(out, { xid, opcode, body, ids: connection.ids, watcher: connection });
    } else if (kind === "malformed") {
      appendReply(out, xid, service.lastZxid, errorCode.MARSHALLINGERROR);
    } else if (kind === "unimplemented") {
      this.#notImplemented(service, connection, request);
    } else if (applied !== null) {
      service.appendWriteReply(out, xid, applied, opcode);
      if (applied.type === opCode.closeSession) connection.close();
    } else {
      const path = decode(syncResponseCodec, body);
      if (!path.ok) throw new Error("a sync without a path was ordered");
      appendReply(out, xid, service.lastZxid, 0, syncResponseCodec, path.value);
    }
  }

  /** An operation of ZooKeeper's that is not here; what ZooKeeper has not either ends it all. */
  #notImplemented(
    service: Service,
    connection: ClientConnection,
    { xid, opcode }: PendingRequest,
  ): void {
    const known = isKnown(opcode);
    appendReply(
      connection.outbox.out,
      xid,
      known ? service.lastZxid : NO_ZXID,
      errorCode.UNIMPLEMENTED,
    );
    if (!known) return connection.end(`${opName(opcode)} is none that clients may ask for`);
    if (this.#missing.has(opcode)) return;
    this.#missing.add(opcode);
    this.#options.log(
      `${opName(opcode)} (opcode ${opcode}) is not implemented: ` +
        `answered with UNIMPLEMENTED, said once`,
    );
  }

  #answered(connection: ClientConnection, arrived: number): void {
    connection.sent += 1;
    this.#options.stats.answered(this.#options.timers.now() - arrived);
  }
}

/** A body that does not parse goes nowhere: it is answered here, in its turn. */
function kindOf(opcode: number, body: Buffer): PendingRequest["kind"] {
  if (!isServed(opcode)) return "unimplemented";
  if (!checkBody(opcode, body)) return "malformed";
  if (opcode === opCode.sync) return "sync";
  return isWrite(opcode) ? "write" : "read";
}

const { notification, check, createSession, error, deleteContainer } = opCode;
const internal: readonly number[] = [notification, check, createSession, error, deleteContainer];
const known = new Set(Object.values(opCode).filter((code) => !internal.includes(code)));

/** Whether ZooKeeper itself serves this opcode to clients. */
function isKnown(opcode: number): boolean {
  return (known as ReadonlySet<number>).has(opcode);
}
