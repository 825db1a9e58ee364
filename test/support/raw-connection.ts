import { connect, type Socket } from "node:net";
import {
  appendFrame,
  connectRequestCodec,
  connectResponseCodec,
  decode,
  type FrameSplitter,
  serverFrames,
  Writer,
} from "#codec";
import { until } from "./wait.js";

/** A reply as it stands in its frame. */
export interface RawReply {
  readonly xid: number;
  /** ZooKeeper's error code. */
  readonly err: number;
  readonly frame: Buffer;
}

/** What a session's ConnectRequest says. */
export interface RawSession {
  readonly timeOut?: number;
  readonly sessionHi?: number;
  readonly sessionLo?: number;
  readonly passwd?: Buffer;
}

/** A TCP connection whose bytes a test writes itself. */
export class RawConnection {
  readonly socket: Socket;
  /** The port at this end: servers name it in their logs. */
  readonly port: number;
  readonly replies: RawReply[] = [];
  closed = false;
  readonly #frames: FrameSplitter = serverFrames();
  #frameSeen: ((frame: Buffer) => void) | null = null;

  private constructor(socket: Socket) {
    this.socket = socket;
    this.port = socket.localPort ?? 0;
    socket.on("data", (chunk: Buffer) => {
      this.#frames.push(chunk);
      for (let frame = this.#frames.next(); frame !== null; frame = this.#frames.next()) {
        this.#take(Buffer.from(frame));
      }
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      this.closed = true;
    });
  }

  static open(port: number): Promise<RawConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: "127.0.0.1", port, noDelay: true });
      socket.once("error", reject);
      socket.once("connect", () => resolve(new RawConnection(socket)));
    });
  }

  /** Begins or resumes a session; null when the server closes instead of answering. */
  async session({ timeOut = 10_000, sessionHi = 0, sessionLo = 0, passwd }: RawSession = {}) {
    const out = new Writer();
    appendFrame(out, connectRequestCodec, {
      protocolVersion: 0,
      lastZxidSeen: { epoch: 0, counter: 0 },
      timeOut,
      sessionHi,
      sessionLo,
      passwd: passwd ?? Buffer.alloc(16),
      readOnly: false,
    });
    let answer: Buffer | null = null;
    this.#frameSeen = (frame) => (answer = frame);
    this.socket.write(out.finish());
    await until("the session is answered", () => answer !== null || this.closed);
    if (answer === null) return null;
    const decoded = decode(connectResponseCodec, answer);
    if (!decoded.ok) throw new Error(JSON.stringify(decoded.error));
    return decoded.value;
  }

  write(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  async answered(count: number): Promise<readonly RawReply[]> {
    const enough = () => this.replies.length >= count || this.closed;
    await until(`${count} answers (there are ${this.replies.length})`, enough);
    return this.replies;
  }

  async ended(): Promise<void> {
    await until("the server closes the connection", () => this.closed);
  }

  end(): void {
    this.socket.destroy();
  }

  #take(frame: Buffer): void {
    const seen = this.#frameSeen;
    this.#frameSeen = null;
    if (seen !== null) return seen(frame);
    this.replies.push({ xid: frame.readInt32BE(0), err: frame.readInt32BE(12), frame });
  }
}
