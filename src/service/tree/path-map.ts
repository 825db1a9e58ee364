const SHARDS = 64;

/**
 * A map from paths, in parts. A JavaScript map doubles all at once, which with a million entries
 * stops everything for tens of milliseconds; sixty-four small ones double one after the other.
 */
export class PathMap<T> {
  size = 0;
  readonly #shards: readonly Map<string, T>[] = Array.from({ length: SHARDS }, () => new Map());

  get(path: string): T | undefined {
    return this.#shard(path).get(path);
  }

  set(path: string, value: T): void {
    const shard = this.#shard(path);
    const before = shard.size;
    shard.set(path, value);
    this.size += shard.size - before;
  }

  delete(path: string): void {
    if (this.#shard(path).delete(path)) this.size -= 1;
  }

  /** A few characters are enough: those that differ between siblings, and one of the parent. */
  #shard(path: string): Map<string, T> {
    const { length } = path;
    if (length === 0) return this.#shards[0] as Map<string, T>;
    const mixed =
      path.charCodeAt(length - 1) +
      path.charCodeAt((length - 1) >> 1) * 7 +
      path.charCodeAt(Math.max(0, length - 2)) * 10 +
      path.charCodeAt(Math.max(0, length - 4)) * 23;
    return this.#shards[mixed % SHARDS] as Map<string, T>;
  }
}
