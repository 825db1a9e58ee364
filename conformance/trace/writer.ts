/** Whether the process that writes a file runs: it holds connections to a socket until it ends. */
import { stat } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** `silent`: it does not answer. It may have ended before it was asked, or run elsewhere. */
export type Presence = "unknown" | "here" | "ended" | "silent";

export class Writer {
  readonly file: string;
  readonly #changed: () => void;
  #presence: Presence = "unknown";
  #socket: Socket | null = null;
  #closed = false;
  #size = 0;
  #grew = Date.now();

  /** `changed` is told when the presence has changed. */
  constructor(file: string, changed: () => void) {
    this.file = file;
    this.#changed = changed;
    this.#ask().catch(() => this.#set("silent"));
  }

  get presence(): Presence {
    return this.#presence;
  }

  /** How long the file has not grown, as far as this was looked at, in ms. */
  async quietFor(): Promise<number> {
    // A file that is not there any more is the reader's to speak of.
    const { size } = await stat(this.file).catch(() => ({ size: this.#size }));
    if (size !== this.#size) this.#grew = Date.now();
    this.#size = size;
    return Date.now() - this.#grew;
  }

  close(): void {
    this.#closed = true;
    this.#socket?.destroy();
  }

  async #ask(): Promise<void> {
    const { dev, ino } = await stat(this.file, { bigint: true });
    if (this.#closed) return;
    const socket = connect(socketName(`zabkeeper-recording-${String(dev)}-${String(ino)}`));
    this.#socket = socket.unref();
    socket.on("error", () => undefined);
    socket.on("connect", () => this.#set("here"));
    socket.on("close", () => this.#set(this.#presence === "here" ? "ended" : "silent"));
    socket.resume();
  }

  #set(presence: Presence): void {
    this.#presence = presence;
    if (!this.#closed) this.#changed();
  }
}

/** As the servers name it: see traces/README.md. */
function socketName(name: string): string {
  if (process.platform === "linux") return `\0${name}`;
  if (process.platform === "win32") return `\\\\.\\pipe\\${name}`;
  return join(tmpdir(), name);
}
