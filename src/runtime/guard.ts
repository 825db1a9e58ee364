/** Nothing outlives our own mistake: what enters the loop enters here, and an exception ends it. */
import type { Address, ByteStream, Cancel, Network, StreamHandler, Timers } from "./ports.js";

const nobody: StreamHandler = { onData() {}, onDrain() {}, onClose() {} };

/**
 * Stands between the ports and the loop. After `halt`, or the first exception, no event comes in
 * and no byte goes out any more: a server that is wrong, or whose disk failed, says nothing.
 */
export class Guard {
  readonly #crashed: (error: unknown) => void;
  readonly #streams = new Set<ByteStream>();
  #halted = false;

  /** `crashed` is told of the first exception, once the guard has halted. */
  constructor(crashed: (error: unknown) => void) {
    this.#crashed = crashed;
  }

  get halted(): boolean {
    return this.#halted;
  }

  /** Lets nothing in or out from now on; every connection is cut, unsent bytes are lost. */
  halt(): void {
    this.#halted = true;
    for (const stream of this.#streams) stream.destroy();
    this.#streams.clear();
  }

  /** Carries out what a port brings. */
  run(task: () => void): void {
    if (this.#halted) return;
    try {
      task();
    } catch (error) {
      this.halt();
      this.#crashed(error);
    }
  }

  timers(timers: Timers): Timers {
    const within = (task: () => void) => () => this.run(task);
    return {
      now: () => timers.now(),
      wall: () => timers.wall(),
      random: (bound) => timers.random(bound),
      after: (milliseconds, task) => timers.after(milliseconds, within(task)),
      every: (milliseconds, task) => timers.every(milliseconds, within(task)),
      endOfTurn: (task) => timers.endOfTurn(within(task)),
      nextTurn: (task) => timers.nextTurn(within(task)),
    };
  }

  network(network: Network): Network {
    return {
      connect: (address: Address, timeout, done): Cancel =>
        network.connect(address, timeout, (stream, reason) => {
          const guarded = stream === null ? null : this.#admit(stream);
          this.run(() => done(guarded, reason));
        }),
      listen: (address, accept, failed) =>
        network.listen(
          address,
          (stream) => {
            const guarded = this.#admit(stream);
            this.run(() => accept(guarded));
          },
          failed,
        ),
    };
  }

  #admit(stream: ByteStream): ByteStream {
    if (this.#halted) {
      stream.destroy();
      return stream;
    }
    this.#streams.add(stream);
    return new GuardedStream(stream, this, () => this.#streams.delete(stream));
  }
}

class GuardedStream implements ByteStream, StreamHandler {
  readonly #stream: ByteStream;
  readonly #guard: Guard;
  readonly #over: () => void;
  #handler: StreamHandler = nobody;
  readonly localPort: number;
  readonly remotePort: number;
  readonly remoteAddress: string;

  constructor(stream: ByteStream, guard: Guard, over: () => void) {
    this.#stream = stream;
    this.#guard = guard;
    this.#over = over;
    this.localPort = stream.localPort;
    this.remotePort = stream.remotePort;
    this.remoteAddress = stream.remoteAddress;
  }

  get handler(): StreamHandler {
    return this.#handler;
  }

  /** The port begins to hand over what has arrived when somebody listens, not before. */
  set handler(handler: StreamHandler) {
    const first = this.#handler === nobody;
    this.#handler = handler;
    if (first) this.#stream.handler = this;
  }

  get backlog(): number {
    return this.#stream.backlog;
  }

  write(bytes: Uint8Array): void {
    if (!this.#guard.halted) this.#stream.write(bytes);
  }

  pause(): void {
    this.#stream.pause();
  }

  resume(): void {
    this.#stream.resume();
  }

  end(): void {
    this.#stream.end();
  }

  destroy(): void {
    this.#over();
    this.#stream.destroy();
  }

  onData(chunk: Buffer): void {
    this.#guard.run(() => this.#handler.onData(chunk));
  }

  onDrain(): void {
    this.#guard.run(() => this.#handler.onDrain());
  }

  onClose(reason: string): void {
    this.#over();
    this.#guard.run(() => this.#handler.onClose(reason));
  }
}
