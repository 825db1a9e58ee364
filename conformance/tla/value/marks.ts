/** Which composites of a table were met: one bit for each, for there may be millions. */
export class Marks {
  readonly #bits: Uint8Array;

  /** Of composites whose numbers are below `end`. */
  constructor(end: number) {
    this.#bits = new Uint8Array((end >> 3) + 1);
  }

  has(id: number): boolean {
    return ((this.#bits[id >> 3] as number) & (1 << (id & 7))) !== 0;
  }

  /** Whether it was not there before. */
  add(id: number): boolean {
    if (this.has(id)) return false;
    this.#bits[id >> 3] = (this.#bits[id >> 3] as number) | (1 << (id & 7));
    return true;
  }
}
