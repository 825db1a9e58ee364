// Promise: the same seed, the same throws.

/** Chance of a run: every choice of a schedule comes from here. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 up to 1 (mulberry32). */
  throw(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** True in so many of all throws. */
  chance(share: number): boolean {
    return this.throw() < share;
  }

  /** A whole number from 0 up to `bound`. */
  below(bound: number): number {
    return Math.floor(this.throw() * bound);
  }

  /** One of the items; undefined where there is none. */
  pick<T>(items: readonly T[]): T | undefined {
    return items[this.below(items.length)];
  }

  /** Eight hexadecimal digits, as evidence names the content of a txn. */
  digest(): string {
    return this.below(2 ** 32)
      .toString(16)
      .padStart(8, "0");
  }
}
