import { connect, type Socket } from "node:net";
import { describeDecodeError, serverFrames, systemReason, Writer } from "#codec";
import { type HostAndPort, hostText } from "./connect-string.js";

export interface ConnectionHandler {
  /** The TCP connection stands; the ConnectRequest is due. */
  onOpen(): void;
  /** A frame arrived; it is a view that later bytes never overwrite. */
  onFrame(frame: Buffer): void;
  /** The connection is over. Called once, and nothing after it. */
  onClose(reason: string): void;
}

/** One TCP connection to one server: frames in, and one write per turn out. */
export class Connection {
  /** Requests are appended here, then `schedule` is called. */
  readonly out = new Writer(65_536);
  /** By the monotonic clock, ms. */
  lastSent = performance.now();
  /** Beats of the session since anything was heard. */
  quietBeats = 0;
  private readonly socket: Socket;
  private readonly frames = serverFrames();
  private readonly handler: ConnectionHandler;
  private readonly name: string;
  private scheduled = false;
  private over = false;

  constructor(address: HostAndPort, handler: ConnectionHandler) {
    this.handler = handler;
    this.name = hostText(address);
    this.socket = connect({ host: address.host, port: address.port, noDelay: true });
    this.socket.on("connect", () => this.over || handler.onOpen());
    this.socket.on("data", (chunk: Buffer) => this.receive(chunk));
    this.socket.on("error", (error) => this.fail(reasonOf(error)));
    this.socket.on("close", () => this.fail("the server closed the connection"));
  }

  /** Everything appended to `out` in this turn leaves in one write. */
  schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    process.nextTick(() => this.flush());
  }

  /** Ends the connection at once and says why. */
  fail(reason: string): void {
    if (this.over) return;
    this.over = true;
    this.socket.destroy();
    this.handler.onClose(`${this.name}: ${reason}`);
  }

  private flush(): void {
    this.scheduled = false;
    if (this.over || this.out.length === 0) return;
    this.lastSent = performance.now();
    this.socket.write(this.out.finish());
  }

  private receive(chunk: Buffer): void {
    if (this.over) return;
    this.quietBeats = 0;
    this.frames.push(chunk);
    for (let frame = this.frames.next(); frame !== null; frame = this.frames.next()) {
      this.handler.onFrame(frame);
      if (this.over) return;
    }
    if (this.frames.error !== null) this.fail(describeDecodeError(this.frames.error));
  }
}

/** In words; Node's error for a name with several addresses carries those of each. */
export function reasonOf(error: Error & { errors?: readonly Error[] }): string {
  const one = error.errors?.[0] ?? error;
  return systemReason(one) ?? (one.message || "the connection failed");
}
