import {
  appendFrame,
  appendRequest,
  connectRequestCodec,
  connectResponseCodec,
  decode,
  errorCode,
  type Field,
  opCode,
  PASSWORD_LENGTH,
  Reader,
  REPLY_HEADER_SIZE,
  setWatchesCodec,
  specialXid,
  type WatcherEvent,
  watcherEventCodec,
  type Zxid,
  ZERO_ZXID,
} from "#codec";
import { Connection } from "./connection.js";
import type { HostAndPort } from "./connect-string.js";
import { connectionLoss, sessionOver, ZooKeeperError } from "./errors.js";
import { Fifo } from "./fifo.js";
import { HostCycle } from "./host-cycle.js";
import { watchBatches, type ArmedWatches } from "./watch-batches.js";

/** Where a session is: `expired` and `closed` are for good. */
export type SessionState = "connecting" | "connected" | "expired" | "closed";

/** What it takes to resume a session from another process. */
export interface SessionCredentials {
  readonly sessionHi: number;
  readonly sessionLo: number;
  readonly password: Buffer;
}

export interface SessionEvents {
  onState(state: SessionState): void;
  onEvent(event: WatcherEvent, zxid: Zxid): void;
  /** Server paths of the watches to arm on a new connection. */
  armed(): ArmedWatches;
}

interface Pending {
  readonly xid: number;
  readonly path: string | null;
  readonly read: ((r: Reader) => unknown) | null;
  /** Told the error code before the promise settles. */
  readonly settled: ((err: number) => void) | null;
  readonly resolve: (value: never) => void;
  readonly reject: (error: ZooKeeperError) => void;
}

const LAST_XID = 0x7ffffffe;
/** A ping is due after this many ms without a request, or after a third of the timeout. */
const MAX_PING_INTERVAL = 10_000;
const MAX_CLOSE_WAIT = 5_000;
/** Beats in a timeout; a server that says nothing for two thirds of them is silent. */
const BEATS = 12;
const SILENT_BEATS = 8;

/**
 * A session and its connection, one after the other: handshake, xids, pings,
 * reconnection. Replies come in the order of requests, so pending requests are
 * a queue. Nothing is ever sent twice.
 */
export class Session {
  state: SessionState = "connecting";
  /** ms; what the server granted, and until then what is asked for. */
  timeout: number;
  credentials: SessionCredentials;
  lastZxid: Zxid = ZERO_ZXID;
  lastReason = "no connection yet";
  private readonly hosts: HostCycle;
  private readonly events: SessionEvents;
  private readonly wantedTimeout: number;
  private readonly pending = new Fifo<Pending>();
  private connection: Connection;
  private xid = 0;
  /** Whether the server has answered the ConnectRequest of this connection. */
  private established = false;
  private resumed = false;
  private closing: Promise<void> | null = null;
  private ended: (() => void) | null = null;
  private heartbeat: NodeJS.Timeout | null = null;
  private retry: NodeJS.Timeout | null = null;

  constructor(
    hosts: readonly HostAndPort[],
    timeout: number,
    resume: SessionCredentials | null,
    events: SessionEvents,
  ) {
    this.hosts = new HostCycle(hosts);
    this.wantedTimeout = timeout;
    this.timeout = timeout;
    this.events = events;
    this.credentials = resume ?? {
      sessionHi: 0,
      sessionLo: 0,
      password: Buffer.alloc(PASSWORD_LENGTH),
    };
    this.resumed = resume !== null;
    this.connection = this.open();
  }

  /** Sends a request; a null `codec` is a request without a record. */
  request<Q, A>(
    type: number,
    codec: Field<Q> | null,
    record: Q,
    path: string | null,
    read: ((r: Reader) => A) | null,
    settled: ((err: number) => void) | null = null,
  ): Promise<A> {
    return new Promise<A>((resolve, reject) => {
      if (this.state !== "connected" || this.closing !== null) {
        reject(this.refusal(path));
        return;
      }
      const xid = this.nextXid();
      this.pending.push({ xid, path, read, settled, resolve, reject });
      const { out } = this.connection;
      if (codec === null) appendRequest(out, xid, type);
      else appendRequest(out, xid, type, codec, record);
      this.connection.schedule();
    });
  }

  /** Ends the session on the server, within a bounded time. Never fails. */
  close(): Promise<void> {
    this.closing ??= this.closeSession().then(() => this.finish("closed", "the client is closed"));
    return this.closing;
  }

  /** Ends the connection and leaves the session to its timeout. */
  abandon(): void {
    this.finish("closed", "the client is closed");
  }

  private refusal(path: string | null): ZooKeeperError {
    if (this.state === "expired") return sessionOver(path, "expired");
    if (this.state === "closed" || this.closing !== null) return sessionOver(path, "closed");
    return connectionLoss(path, `not connected; ${this.lastReason}`);
  }

  private async closeSession(): Promise<void> {
    if (this.state !== "connected") return;
    const answered = this.request(opCode.closeSession, null, null, null, null).catch(() => null);
    const patience = Math.min(this.timeout, MAX_CLOSE_WAIT);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, patience);
      this.ended = () => {
        clearTimeout(timer);
        resolve();
      };
      void answered.then(this.ended);
    });
  }

  private nextXid(): number {
    this.xid = this.xid >= LAST_XID ? 1 : this.xid + 1;
    return this.xid;
  }

  private open(): Connection {
    const patience = Math.max(1_000, this.timeout / this.hosts.length);
    this.established = false;
    const connection = new Connection(this.hosts.next(), {
      onOpen: () => this.introduce(connection),
      onFrame: (frame) => (this.established ? this.reply(frame) : this.welcome(frame)),
      onClose: (reason) => this.lost(reason),
    });
    this.retry = setTimeout(() => connection.fail(`no answer within ${patience} ms`), patience);
    return connection;
  }

  private introduce(connection: Connection): void {
    const { sessionHi, sessionLo, password } = this.credentials;
    appendFrame(connection.out, connectRequestCodec, {
      protocolVersion: 0,
      lastZxidSeen: this.lastZxid,
      timeOut: this.wantedTimeout,
      sessionHi,
      sessionLo,
      passwd: password,
      readOnly: false,
    });
    connection.schedule();
  }

  private welcome(frame: Buffer): void {
    const answer = decode(connectResponseCodec, frame);
    if (!answer.ok) {
      this.connection.fail(`a ConnectResponse that cannot be read: ${answer.error.reason}`);
      return;
    }
    const { timeOut, sessionHi, sessionLo, passwd } = answer.value;
    if (timeOut <= 0) {
      this.finish("expired", "the session has expired");
      return;
    }
    this.stopTimers();
    this.hosts.connected();
    this.established = true;
    this.timeout = timeOut;
    const password = Buffer.from(passwd ?? this.credentials.password);
    this.credentials = { sessionHi, sessionLo, password };
    this.heartbeat = setInterval(() => this.beat(), Math.max(5, timeOut / BEATS));
    this.arm();
    this.resumed = true;
    this.become("connected");
  }

  /** On another connection of the same session the server knows none of our watches. */
  private arm(): void {
    if (!this.resumed) return;
    const { out } = this.connection;
    for (const batch of watchBatches(this.events.armed())) {
      const record = { relativeZxid: this.lastZxid, ...batch };
      appendRequest(out, specialXid.setWatches, opCode.setWatches, setWatchesCodec, record);
      this.connection.schedule();
    }
  }

  /** Silence is counted in beats: a process that stood still has neither asked nor listened. */
  private beat(): void {
    const { connection, timeout } = this;
    const unsent = performance.now() - connection.lastSent;
    connection.quietBeats += 1;
    if (connection.quietBeats > SILENT_BEATS) {
      connection.fail(`no answer for ${Math.round((timeout * SILENT_BEATS) / BEATS)} ms`);
    } else if (unsent > Math.min(timeout / 3, MAX_PING_INTERVAL)) {
      appendRequest(connection.out, specialXid.ping, opCode.ping);
      connection.schedule();
    }
  }

  private reply(frame: Buffer): void {
    if (frame.length < REPLY_HEADER_SIZE) {
      this.connection.fail(`a reply of ${frame.length} bytes, too short for its header`);
      return;
    }
    const xid = frame.readInt32BE(0);
    this.see(frame.readUInt32BE(4), frame.readUInt32BE(8));
    if (xid > 0) this.settle(xid, frame);
    else if (xid === specialXid.notification) this.notify(frame);
  }

  private notify(frame: Buffer): void {
    const zxid = { epoch: frame.readUInt32BE(4), counter: frame.readUInt32BE(8) };
    const r = new Reader(frame, REPLY_HEADER_SIZE);
    const event = watcherEventCodec.read(r);
    if (r.error === null) this.events.onEvent(event, zxid);
    else this.connection.fail(`a notification that cannot be read: ${r.error}`);
  }

  private settle(xid: number, frame: Buffer): void {
    const request = this.pending.shift();
    if (request?.xid !== xid) {
      const wanted = request === undefined ? "none" : String(request.xid);
      const reason = `a reply to xid ${xid}, ${wanted} wanted`;
      request?.reject(connectionLoss(request.path, reason));
      this.connection.fail(reason);
      return;
    }
    const err = frame.readInt32BE(12);
    if (err !== errorCode.OK) {
      request.settled?.(err);
      request.reject(new ZooKeeperError(err, request.path));
      return;
    }
    const r = new Reader(frame, REPLY_HEADER_SIZE, frame.length, frame.length);
    const value = request.read?.(r);
    if (r.error !== null) {
      request.reject(new ZooKeeperError(errorCode.MARSHALLINGERROR, request.path));
      this.connection.fail(`a reply that cannot be read: ${r.error}`);
      return;
    }
    request.settled?.(err);
    request.resolve(value as never);
  }

  /** Remembers the newest zxid; −1 and 0 are none. */
  private see(epoch: number, counter: number): void {
    const { lastZxid } = this;
    if (epoch === 0xffffffff) return;
    if (epoch < lastZxid.epoch || (epoch === lastZxid.epoch && counter <= lastZxid.counter)) return;
    this.lastZxid = { epoch, counter };
  }

  private lost(reason: string): void {
    this.stopTimers();
    this.established = false;
    this.lastReason = reason;
    this.rejectPending((path) => connectionLoss(path, reason));
    if (this.state === "closed" || this.state === "expired") return;
    if (this.closing !== null) {
      this.ended?.();
      return;
    }
    this.become("connecting");
    this.retry = setTimeout(() => {
      this.connection = this.open();
    }, this.hosts.delay());
  }

  private finish(state: "expired" | "closed", reason: string): void {
    if (this.state === "expired" || this.state === "closed") return;
    this.become(state);
    this.stopTimers();
    this.connection.fail(reason);
    this.ended?.();
  }

  private rejectPending(error: (path: string | null) => ZooKeeperError): void {
    for (let next = this.pending.shift(); next !== undefined; next = this.pending.shift()) {
      next.reject(error(next.path));
    }
  }

  private stopTimers(): void {
    if (this.heartbeat !== null) clearInterval(this.heartbeat);
    if (this.retry !== null) clearTimeout(this.retry);
    this.heartbeat = null;
    this.retry = null;
  }

  private become(state: SessionState): void {
    if (this.state === state) return;
    this.state = state;
    this.events.onState(state);
  }
}
