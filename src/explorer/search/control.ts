/** How many rows a searcher takes at a time. */
export const CHUNK = 64;

/**
 * What the searchers share beside the table of states: whether to stop, how far each segment of the
 * present level is handed out, and how many states each searcher has added.
 */
export class Control {
  readonly buffer: SharedArrayBuffer;
  readonly #cells: Int32Array;
  readonly #workers: number;

  constructor(workers: number, buffer = new SharedArrayBuffer((1 + 2 * workers) * 4)) {
    this.buffer = buffer;
    this.#cells = new Int32Array(buffer);
    this.#workers = workers;
  }

  get stopped(): boolean {
    return Atomics.load(this.#cells, 0) !== 0;
  }

  stop(): void {
    Atomics.store(this.#cells, 0, 1);
  }

  /** Takes the next rows of a segment: the first of them. */
  take(segment: number): number {
    return Atomics.add(this.#cells, 1 + segment, CHUNK);
  }

  /** Begins a new level. */
  rewind(): void {
    for (let k = 0; k < this.#workers; k += 1) Atomics.store(this.#cells, 1 + k, 0);
  }

  /** Tells how many states searcher `index` has added so far. */
  tell(index: number, added: number): void {
    Atomics.store(this.#cells, 1 + this.#workers + index, added);
  }

  /** How many states all have added. */
  get added(): number {
    let sum = 0;
    for (let k = 0; k < this.#workers; k += 1) {
      sum += Atomics.load(this.#cells, 1 + this.#workers + k);
    }
    return sum;
  }
}
