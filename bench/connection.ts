import { connect, type Socket } from "node:net";
import { appendFrame, connectRequestCodec, opCode, Writer } from "#codec";

const SESSION_TIMEOUT_MS = 30_000;
const RECEIVE_BUFFER = 262_144;
const LENGTH = 4;
/** Offset of the error code in a reply's frame: after length, xid and zxid. */
const ERROR_AT = LENGTH + 12;

/** Who is told what arrives. */
export interface Listener {
  /** A reply to a request, `size` bytes with its length in front; called for each in order. */
  reply(xid: number, error: number, size: number): void;
  /** All replies of one chunk have been handed over. */
  chunk(): void;
  /** The connection is gone or spoke nonsense; nothing more follows. */
  failed(reason: Error): void;
}

/**
 * One session with a server, as lean as a load client must be: of a reply no more
 * is looked at than its xid, its error code and its size, and received into one buffer that
 * is used again and again.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #receive = Buffer.allocUnsafe(RECEIVE_BUFFER);
  #listener: Listener | null = null;
  #rest: Buffer = Buffer.alloc(0);
  #session = false;
  #closed = false;
  #opened: (() => void) | null = null;
  #refused: ((reason: Error) => void) | null = null;

  private constructor(port: number) {
    this.#socket = connect({
      host: "127.0.0.1",
      port,
      noDelay: true,
      onread: {
        buffer: this.#receive,
        callback: (count, buffer) => {
          this.#received((buffer as Buffer).subarray(0, count));
          return true;
        },
      },
    });
    this.#socket.on("error", (error) => this.#fail(error));
    this.#socket.on("close", () => this.#fail(new Error(`port ${port} closed the connection`)));
  }

  /** Opens a session; rejects when the server closes, refuses, or takes longer than `ms`. */
  static open(port: number, ms: number): Promise<Connection> {
    const connection = new Connection(port);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        connection.#fail(new Error(`port ${port} opened no session within ${ms} ms`));
      }, ms);
      connection.#opened = () => {
        clearTimeout(timer);
        resolve(connection);
      };
      connection.#refused = (reason) => {
        clearTimeout(timer);
        reject(reason);
      };
      connection.#greet();
    });
  }

  set listener(listener: Listener) {
    this.#listener = listener;
  }

  write(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  /** Asks the server to end the session, and does not wait for it. */
  close(): void {
    this.#closed = true;
    const bye = Buffer.alloc(12);
    bye.writeInt32BE(8, 0);
    bye.writeInt32BE(0x7ffffff0, 4);
    bye.writeInt32BE(opCode.closeSession, 8);
    this.#socket.end(bye);
    setTimeout(() => this.#socket.destroy(), 500).unref();
  }

  /** Leaves at once, without a word to the server. */
  destroy(): void {
    this.#closed = true;
    this.#socket.destroy();
  }

  #greet(): void {
    const writer = new Writer(256);
    appendFrame(writer, connectRequestCodec, {
      protocolVersion: 0,
      lastZxidSeen: { epoch: 0, counter: 0 },
      timeOut: SESSION_TIMEOUT_MS,
      sessionHi: 0,
      sessionLo: 0,
      passwd: Buffer.alloc(16),
      readOnly: false,
    });
    this.#socket.write(writer.finish());
  }

  #fail(reason: Error): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket.destroy();
    if (this.#session) this.#listener?.failed(reason);
    else this.#refused?.(reason);
  }

  #received(chunk: Buffer): void {
    if (this.#closed) return;
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    while (bytes.length - at >= LENGTH) {
      const end = at + LENGTH + bytes.readInt32BE(at);
      if (end < at + ERROR_AT + 4) return this.#fail(new Error("a frame too short for a reply"));
      if (end > bytes.length) break;
      if (this.#session)
        this.#listener?.reply(
          bytes.readInt32BE(at + LENGTH),
          bytes.readInt32BE(at + ERROR_AT),
          end - at,
        );
      else this.#start(bytes, at);
      at = end;
    }
    // The receive buffer is filled again by the next chunk: an unfinished frame moves out of it.
    this.#rest = at === bytes.length ? Buffer.alloc(0) : Buffer.from(bytes.subarray(at));
    this.#listener?.chunk();
  }

  /** The first frame: a ConnectResponse, whose second field is the timeout or 0 for a refusal. */
  #start(bytes: Buffer, at: number): void {
    if (bytes.readInt32BE(at + LENGTH + 4) <= 0) {
      this.#fail(new Error("the server refused the session"));
      return;
    }
    this.#session = true;
    this.#opened?.();
  }
}
