import { ended, owns } from "./cleanup.js";
import { cpuSeconds } from "./proc.js";

const POLL_MS = 20;

/** CPU seconds of a process up to its end; what it does after the last look is not seen. */
export class CpuWatch {
  seconds = 0;
  #pid: number | null = null;
  readonly #timer = setInterval(() => this.#look(), POLL_MS);

  follow(pid: number): void {
    this.#pid = pid;
    owns(pid);
  }

  end(): void {
    clearInterval(this.#timer);
    if (this.#pid !== null) ended(this.#pid);
  }

  #look(): void {
    if (this.#pid === null) return;
    try {
      this.seconds = Math.max(this.seconds, cpuSeconds(this.#pid));
    } catch {
      // It has just ended; the last value stands.
    }
  }
}
