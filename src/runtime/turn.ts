import type { Timers } from "./ports.js";

/** Something that gathers output during a turn and hands it over once at its end. */
export interface Flushable {
  flush(): void;
}

/**
 * The end of a turn: everything gathered while events were stepped leaves here, in one order.
 * Recorded lines first (no effect may leave before the line of its step), then the sockets, one
 * write each, then the disk, so that the peers write while this server does.
 */
export class Turn {
  readonly #timers: Timers;
  readonly #first: () => void;
  readonly #last: () => void;
  #dirty: Flushable[] = [];
  #scheduled = false;

  constructor(timers: Timers, first: () => void, last: () => void) {
    this.#timers = timers;
    this.#first = first;
    this.#last = last;
  }

  /** Remembers that `output` has something to hand over. Call it once a turn and output. */
  touch(output: Flushable): void {
    this.#dirty.push(output);
    this.schedule();
  }

  /** Makes sure that the turn ends. */
  schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#timers.endOfTurn(() => this.#end());
  }

  #end(): void {
    this.#scheduled = false;
    const dirty = this.#dirty;
    this.#dirty = [];
    this.#first();
    for (const output of dirty) output.flush();
    this.#last();
  }
}
