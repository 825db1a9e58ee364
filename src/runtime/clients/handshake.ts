/** How a connection gets its session: a new one, one resumed, or the word that it is gone. */
import {
  appendFrame,
  connectRequestCodec,
  connectResponseCodec,
  decode,
  refusedConnect,
  type ConnectRequest,
} from "#codec";
import { generatePassword, isPassword, SessionMap } from "#service";
import { compareZxid } from "#state-machine";
import type { ClientConnection } from "./connection.js";
import type { ClientsOptions, Serving } from "./serving.js";

type HandshakeOptions = Pick<
  ClientsOptions,
  "sessionIds" | "minSessionTimeout" | "maxSessionTimeout" | "stats"
>;

/** ZooKeeper's `processConnectRequest`, step by step, and which connection holds which session. */
export class Handshake {
  readonly #options: HandshakeOptions;
  readonly #holders = new SessionMap<ClientConnection>();

  constructor(options: HandshakeOptions) {
    this.#options = options;
  }

  /** The connection that holds a session. */
  holder(hi: number, lo: number): ClientConnection | undefined {
    return this.#holders.get(hi, lo);
  }

  connect(serving: Serving, connection: ClientConnection, frame: Buffer): void {
    const decoded = decode(connectRequestCodec, frame);
    if (!decoded.ok) return connection.refuse("its first frame is no ConnectRequest");
    const request = decoded.value;
    // It has seen more than this server: another one can serve it, this one would go back in time.
    if (compareZxid(request.lastZxidSeen, serving.service.lastZxid) > 0) {
      return connection.destroy();
    }
    const { minSessionTimeout, maxSessionTimeout } = this.#options;
    connection.timeout = Math.min(Math.max(request.timeOut, minSessionTimeout), maxSessionTimeout);
    connection.readOnlyFlag = request.readOnly !== null;
    connection.state = "waiting";
    if (request.sessionHi === 0 && request.sessionLo === 0) this.#begin(serving, connection);
    else this.#resume(serving, connection, request);
  }

  /** The session of a connection that waits for it is there. */
  made(connection: ClientConnection): void {
    if (connection.state !== "waiting") return;
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
    this.#sent(connection);
    connection.drain();
  }

  /** The connection is over; its session may live on. */
  released(connection: ClientConnection): void {
    const { sessionHi, sessionLo } = connection;
    if (this.#holders.get(sessionHi, sessionLo) === connection) {
      this.#holders.delete(sessionHi, sessionLo);
    }
  }

  #begin({ authority, service }: Serving, connection: ClientConnection): void {
    const { sessionIds } = this.#options;
    let { hi, lo } = sessionIds.next();
    while (service.sessions.has(hi, lo)) ({ hi, lo } = sessionIds.next());
    this.#hold(connection, hi, lo);
    authority.createSession(hi, lo, connection.timeout);
  }

  #resume({ authority }: Serving, connection: ClientConnection, request: ConnectRequest): void {
    const { sessionHi: hi, sessionLo: lo, passwd } = request;
    this.#holders.get(hi, lo)?.destroy();
    if (!isPassword(hi, lo, passwd)) return this.#refuse(connection);
    this.#hold(connection, hi, lo);
    authority.revalidate(hi, lo, connection.timeout, (valid) => {
      if (connection.state !== "waiting") return;
      if (valid) this.made(connection);
      else this.#refuse(connection);
    });
  }

  #hold(connection: ClientConnection, hi: number, lo: number): void {
    connection.sessionHi = hi;
    connection.sessionLo = lo;
    this.#holders.set(hi, lo, connection);
  }

  /** The session is gone: said with a timeout of 0, then the connection ends. */
  #refuse(connection: ClientConnection): void {
    const answer = refusedConnect(connection.readOnlyFlag ? false : null);
    appendFrame(connection.outbox.out, connectResponseCodec, answer);
    this.#sent(connection);
    connection.close();
  }

  #sent(connection: ClientConnection): void {
    connection.sent += 1;
    this.#options.stats.sent += 1;
  }
}
