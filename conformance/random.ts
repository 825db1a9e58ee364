// Promise: chance from a seed: the same choices on every machine, each time.
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

export class Random {
  readonly #generator;

  constructor(seed: number) {
    this.#generator = xoroshiro128plus(seed);
  }

  /** A whole number from 0 to below `n`. */
  below(n: number): number {
    return uniformInt(this.#generator, 0, n - 1);
  }

  /** True once in `many` times. */
  once(many: number): boolean {
    return this.below(many) === 0;
  }

  /** One of them, of which there is one at least. */
  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  /** One of them; undefined of none. */
  pick<T>(items: readonly T[]): T | undefined {
    return items.length === 0 ? undefined : this.of(items);
  }
}
