const LOAD = 0.6;

/** A map from two small non-negative integers to a third, in typed arrays. */
export class PairMap {
  /** Three cells an entry: the first key plus one (0: free), the second key, the value. */
  #cells: Int32Array;
  #mask: number;
  #size = 0;

  constructor(capacity = 1024) {
    this.#cells = new Int32Array(capacity * 3);
    this.#mask = capacity - 1;
  }

  /** The value of the pair, -1 when it has none. */
  get(a: number, b: number): number {
    const cells = this.#cells;
    let slot = mixed(a, b) & this.#mask;
    for (;;) {
      const at = slot * 3;
      const key = cells[at];
      if (key === 0) return -1;
      if (key === a + 1 && cells[at + 1] === b) return cells[at + 2] as number;
      slot = (slot + 1) & this.#mask;
    }
  }

  /** Sets the value of a pair that has none yet. */
  add(a: number, b: number, value: number): void {
    if (this.#size > (this.#mask + 1) * LOAD) this.#grow();
    this.#size += 1;
    this.#insert(a + 1, b, value);
  }

  #insert(key: number, b: number, value: number): void {
    let slot = mixed(key - 1, b) & this.#mask;
    while (this.#cells[slot * 3] !== 0) slot = (slot + 1) & this.#mask;
    this.#cells[slot * 3] = key;
    this.#cells[slot * 3 + 1] = b;
    this.#cells[slot * 3 + 2] = value;
  }

  #grow(): void {
    const old = this.#cells;
    this.#mask = this.#mask * 2 + 1;
    this.#cells = new Int32Array(old.length * 2);
    for (let at = 0; at < old.length; at += 3) {
      if (old[at] !== 0) {
        this.#insert(old[at] as number, old[at + 1] as number, old[at + 2] as number);
      }
    }
  }
}

function mixed(a: number, b: number): number {
  let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}
