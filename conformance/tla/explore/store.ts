/**
 * The states found, as rows of numbers, and the number of the state that a key belongs to. Keys
 * are compared in full: two states are never taken for one.
 */
export class Store {
  readonly width: number;
  readonly keyWidth: number;
  size = 0;
  private rows: Int32Array;
  private keys: Int32Array;
  private parents: Int32Array;
  private slots: Int32Array;

  constructor(width: number, keyWidth: number) {
    this.width = width;
    this.keyWidth = keyWidth;
    this.rows = new Int32Array(1024 * width);
    this.keys = new Int32Array(1024 * keyWidth);
    this.parents = new Int32Array(1024);
    this.slots = new Int32Array(4096);
  }

  /** The state with this key, or -1. */
  find(key: Int32Array): number {
    const mask = this.slots.length - 1;
    for (let slot = hash(key) & mask; ; slot = (slot + 1) & mask) {
      const found = (this.slots[slot] as number) - 1;
      if (found < 0 || this.hasKey(found, key)) return found;
    }
  }

  /** A new state, whose key is not there yet. */
  add(row: Int32Array, key: Int32Array, parent: number): number {
    if (this.size === this.parents.length) this.grow();
    const state = this.size++;
    this.rows.set(row, state * this.width);
    this.keys.set(key, state * this.keyWidth);
    this.parents[state] = parent;
    this.enter(state, hash(key));
    return state;
  }

  row(state: number): Int32Array {
    return this.rows.subarray(state * this.width, (state + 1) * this.width);
  }

  /** The state that this one was found from, or -1. */
  parent(state: number): number {
    return this.parents[state] as number;
  }

  private hasKey(state: number, key: Int32Array): boolean {
    const base = state * this.keyWidth;
    for (let k = 0; k < key.length; k++) if (this.keys[base + k] !== key[k]) return false;
    return true;
  }

  private enter(state: number, hashed: number): void {
    const mask = this.slots.length - 1;
    let slot = hashed & mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    this.slots[slot] = state + 1;
  }

  private grow(): void {
    this.rows = doubled(this.rows);
    this.keys = doubled(this.keys);
    this.parents = doubled(this.parents);
    this.slots = new Int32Array(this.slots.length * 2);
    const { keyWidth } = this;
    for (let state = 0; state < this.size; state++) {
      this.enter(state, hash(this.keys.subarray(state * keyWidth, (state + 1) * keyWidth)));
    }
  }
}

function doubled(array: Int32Array): Int32Array {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

function hash(key: Int32Array): number {
  let mixed = key.length;
  for (let k = 0; k < key.length; k++) {
    mixed = Math.imul(mixed ^ (key[k] as number), 0x9e3779b1);
    mixed ^= mixed >>> 15;
  }
  mixed = Math.imul(mixed, 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}
