import type { Socket } from "node:net";
import type { ByteStream, StreamHandler } from "#runtime";

/** How long a connection that was ended may take to say goodbye, ms. */
const LINGER = 2_000;

/** Below this backlog in bytes a stream that was full says that it has drained. */
const LOW_MARK = 256 * 1024;

const nobody: StreamHandler = { onData() {}, onDrain() {}, onClose() {} };

/** A TCP socket as the loop sees it. */
export class TcpStream implements ByteStream {
  readonly #socket: Socket;
  readonly localPort: number;
  readonly remotePort: number;
  readonly remoteAddress: string;
  #reason = "closed by the peer";
  #queued: Buffer[] = [];
  #handler: StreamHandler = nobody;
  #full = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.localPort = socket.localPort ?? 0;
    this.remotePort = socket.remotePort ?? 0;
    this.remoteAddress = (socket.remoteAddress ?? "unknown").replace(/^::ffff:/, "");
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => this.#data(chunk));
    socket.on("drain", () => this.#drained());
    socket.on("error", (error) => {
      this.#reason = error.message;
    });
    socket.on("close", () => this.#handler.onClose(this.#reason));
  }

  /** What arrived before anybody listened is not lost. */
  set handler(handler: StreamHandler) {
    this.#handler = handler;
    const queued = this.#queued;
    this.#queued = [];
    for (const chunk of queued) handler.onData(chunk);
  }

  get handler(): StreamHandler {
    return this.#handler;
  }

  get backlog(): number {
    return this.#socket.writableLength;
  }

  write(bytes: Uint8Array): void {
    if (this.#socket.destroyed || this.#socket.writableEnded) return;
    if (!this.#socket.write(bytes)) this.#full = true;
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Sends what is queued and a FIN; a peer that does not answer it is let go after a while. */
  end(): void {
    if (this.#socket.destroyed) return;
    this.#reason = "closed by this server";
    this.#socket.end();
    const timer = setTimeout(() => this.#socket.destroy(), LINGER);
    timer.unref();
    this.#socket.once("close", () => clearTimeout(timer));
    this.#socket.resume();
  }

  destroy(): void {
    this.#reason = "closed by this server";
    this.#socket.destroy();
  }

  #data(chunk: Buffer): void {
    if (this.#handler === nobody) this.#queued.push(chunk);
    else this.#handler.onData(chunk);
  }

  #drained(): void {
    if (!this.#full || this.#socket.writableLength > LOW_MARK) return;
    this.#full = false;
    this.#handler.onDrain();
  }
}
