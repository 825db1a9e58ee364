import { createHash } from "node:crypto";
import type { Renaming } from "./renaming.js";

/** One kind of component: what it is called, and how it is written down and read back. */
export interface Kind<T> {
  readonly tag: string;
  /** Equal values have equal texts; servers are written by their new names. */
  readonly encode: (value: T, renaming: Renaming) => string;
  readonly decode: (text: string) => T;
}

/**
 * The components that states are made of, each kept once and named by a small integer. For every
 * renaming of the servers a component has a 64-bit hash of the renamed value, two integers. It
 * depends on the value alone, so two dictionaries that number differently hash alike.
 */
export class Dictionary {
  readonly renamings: readonly Renaming[];
  /** `hashes[(id * renamings + renaming) * 2]` and the cell behind it. */
  hashes: Int32Array;
  readonly #keys: string[] = [];
  readonly #values: unknown[] = [];
  readonly #ids = new Map<string, number>();

  constructor(renamings: readonly Renaming[]) {
    this.renamings = renamings;
    this.hashes = new Int32Array(1024 * renamings.length * 2);
  }

  get size(): number {
    return this.#keys.length;
  }

  /** The number of this value, a new one if nobody has asked before. */
  intern<T>(kind: Kind<T>, value: T): number {
    const key = kind.tag + kind.encode(value, this.renamings[0] as Renaming);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#keys.length;
    this.#ids.set(key, id);
    this.#keys.push(key);
    this.#values.push(value);
    this.#hash(id, kind, value, key);
    return id;
  }

  /** The number of the component that another dictionary of the same system wrote down as `key`. */
  internKey<T>(kind: Kind<T>, key: string): number {
    return this.#ids.get(key) ?? this.intern(kind, kind.decode(key.slice(kind.tag.length)));
  }

  /** The value of a component, which is of this kind. */
  value<T>(_kind: Kind<T>, id: number): T {
    return this.#values[id] as T;
  }

  /** The components from number `from` on, written down. */
  keysFrom(from: number): string[] {
    return this.#keys.slice(from);
  }

  #hash<T>(id: number, kind: Kind<T>, value: T, key: string): void {
    const stride = this.renamings.length * 2;
    if ((id + 1) * stride > this.hashes.length) {
      const larger = new Int32Array(this.hashes.length * 2);
      larger.set(this.hashes);
      this.hashes = larger;
    }
    this.renamings.forEach((renaming, k) => {
      const text = k === 0 ? key : kind.tag + kind.encode(value, renaming);
      const digest = createHash("sha256").update(text).digest();
      this.hashes[id * stride + k * 2] = digest.readInt32LE(0);
      this.hashes[id * stride + k * 2 + 1] = digest.readInt32LE(4);
    });
  }
}
