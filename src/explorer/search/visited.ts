/** Cells of one slot: the two lanes of a fingerprint, and the number of the state. */
const CELLS = 3;
const SLOT_BYTES = CELLS * 4;

/** How full the table may be before it has to grow. */
const LOAD = 0.7;

/** The states that were met, by fingerprint; several threads may add to one table at a time. */
export class Visited {
  readonly buffer: SharedArrayBuffer;
  readonly #cells: Int32Array;
  readonly #mask: number;

  /** @param slots a power of two */
  constructor(slots: number | SharedArrayBuffer) {
    this.buffer = typeof slots === "number" ? new SharedArrayBuffer(slots * SLOT_BYTES) : slots;
    this.#cells = new Int32Array(this.buffer);
    this.#mask = this.#cells.length / CELLS - 1;
  }

  /** How many states it may hold. */
  get capacity(): number {
    return Math.floor((this.#mask + 1) * LOAD);
  }

  /** Adds a fingerprint, both lanes not 0, under a number; false when it is there already. */
  add(high: number, low: number, number: number): boolean {
    const cells = this.#cells;
    let slot = Math.imul(high ^ (low >>> 7), 0x9e3779b1) >>> 0;
    slot = (slot ^ (slot >>> 15)) & this.#mask;
    for (;;) {
      const at = slot * CELLS;
      let found = Atomics.load(cells, at);
      if (found === 0) {
        found = Atomics.compareExchange(cells, at, 0, high);
        if (found === 0) {
          Atomics.store(cells, at + 2, number);
          Atomics.store(cells, at + 1, low);
          return true;
        }
      }
      if (found === high && lowOf(cells, at) === low) return false;
      slot = (slot + 1) & this.#mask;
    }
  }

  /** All entries, in no order. */
  forEach(visit: (high: number, low: number, number: number) => void): void {
    const cells = this.#cells;
    for (let at = 0; at < cells.length; at += CELLS) {
      const high = cells[at] as number;
      if (high !== 0) visit(high, cells[at + 1] as number, cells[at + 2] as number);
    }
  }

  /** A table of `factor` times the size with the same entries; nobody may add meanwhile. */
  grown(factor: number): Visited {
    const larger = new Visited((this.#mask + 1) * factor);
    this.forEach((high, low, number) => larger.add(high, low, number));
    return larger;
  }
}

/** The lower lane, which another thread may be about to write. */
function lowOf(cells: Int32Array, at: number): number {
  for (;;) {
    const low = Atomics.load(cells, at + 1);
    if (low !== 0) return low;
  }
}
