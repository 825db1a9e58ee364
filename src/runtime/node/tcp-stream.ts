import type { Socket } from "node:net";
import type { ByteStream, StreamHandler } from "#runtime";

/** How long a connection that was ended may take to say goodbye, ms. */
const LINGER = 2_000;

/** What happened before anybody listened. */
type Happening = (handler: StreamHandler) => void;

/** A TCP socket as the loop sees it. */
export class TcpStream implements ByteStream {
  readonly #socket: Socket;
  readonly localPort: number;
  readonly remotePort: number;
  readonly remoteAddress: string;
  #reason = "closed by the peer";
  #ended = false;
  #missed: Happening[] = [];
  #handler: StreamHandler;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.localPort = socket.localPort ?? 0;
    this.remotePort = socket.remotePort ?? 0;
    this.remoteAddress = (socket.remoteAddress ?? "unknown").replace(/^::ffff:/, "");
    this.#handler = {
      onData: (chunk) => this.#missed.push((handler) => handler.onData(chunk)),
      onDrain: () => this.#missed.push((handler) => handler.onDrain()),
      onClose: (reason) => this.#missed.push((handler) => handler.onClose(reason)),
    };
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => {
      if (!this.#ended) this.#handler.onData(chunk);
    });
    socket.on("drain", () => this.#handler.onDrain());
    socket.on("error", (error) => {
      this.#reason = error.message;
    });
    socket.on("close", () => this.#handler.onClose(this.#reason));
  }

  /** Whoever sets it hears at once what happened before; it may hand the stream on meanwhile. */
  set handler(handler: StreamHandler) {
    this.#handler = handler;
    for (let next = this.#missed.shift(); next !== undefined; next = this.#missed.shift()) {
      next(this.#handler);
    }
  }

  get handler(): StreamHandler {
    return this.#handler;
  }

  get backlog(): number {
    return this.#socket.writableLength;
  }

  write(bytes: Uint8Array): void {
    if (this.#socket.destroyed || this.#ended) return;
    this.#socket.write(bytes);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /**
   * Sends what is queued and a FIN. What the peer still says is dropped; one that does not answer
   * is let go after a while.
   */
  end(): void {
    if (this.#socket.destroyed || this.#ended) return;
    this.#ended = true;
    this.#reason = "closed by this server";
    this.#socket.end();
    const timer = setTimeout(() => this.#socket.destroy(), LINGER);
    timer.unref();
    this.#socket.once("close", () => clearTimeout(timer));
    this.#socket.resume();
  }

  destroy(): void {
    if (this.#socket.destroyed) return;
    this.#ended = true;
    this.#reason = "closed by this server";
    this.#socket.destroy();
  }
}
