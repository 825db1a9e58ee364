/** Waits until something in a folder changes. */
import { watch, type FSWatcher } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** Not every file system says what changes: so often one looks all the same. */
const POLL_MS = 100;
/** What is written in between is read at once. */
const REST_MS = 10;

export class FolderWatch {
  readonly #watcher: FSWatcher;
  readonly #signal: AbortSignal | undefined;
  #wake: () => void = () => undefined;
  #changed = false;

  constructor(folder: string, signal: AbortSignal | undefined) {
    this.#signal = signal;
    this.#watcher = watch(folder, this.stir);
    // A folder that goes away is noticed by whoever reads it.
    this.#watcher.on("error", this.stir);
    signal?.addEventListener("abort", this.stir);
  }

  /** Ends the present wait, or the next one. */
  readonly stir = (): void => {
    this.#changed = true;
    this.#wake();
  };

  async wait(): Promise<void> {
    await pause(REST_MS);
    if (!this.#changed) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, POLL_MS);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#wake = () => undefined;
    this.#changed = false;
  }

  close(): void {
    this.#watcher.close();
    this.#signal?.removeEventListener("abort", this.stir);
  }
}
