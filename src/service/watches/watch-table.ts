import type { Watcher } from "./watcher.js";

const NOBODY: ReadonlySet<Watcher> = new Set();

/**
 * Who waits for which path, once (ZooKeeper's `WatchManager`). Most paths have one watcher, which
 * then stands there without a set around it.
 */
export class WatchTable {
  /** Pairs of a path and a watcher. */
  size = 0;
  readonly #byPath = new Map<string, Watcher | Set<Watcher>>();
  readonly #byWatcher = new Map<Watcher, Set<string>>();

  /** Registering twice is the same as once. */
  add(path: string, watcher: Watcher): void {
    let paths = this.#byWatcher.get(watcher);
    if (paths === undefined) {
      paths = new Set();
      this.#byWatcher.set(watcher, paths);
    }
    if (paths.has(path)) return;
    paths.add(path);
    this.size += 1;
    const others = this.#byPath.get(path);
    if (others === undefined) this.#byPath.set(path, watcher);
    else if (others instanceof Set) others.add(watcher);
    else this.#byPath.set(path, new Set([others, watcher]));
  }

  has(path: string, watcher: Watcher): boolean {
    return this.#byWatcher.get(watcher)?.has(path) === true;
  }

  /** Those who wait for the path, and no longer do. */
  take(path: string): ReadonlySet<Watcher> {
    if (this.size === 0) return NOBODY;
    const found = this.#byPath.get(path);
    if (found === undefined) return NOBODY;
    this.#byPath.delete(path);
    const watchers = found instanceof Set ? found : new Set([found]);
    this.size -= watchers.size;
    for (const watcher of watchers) this.#forget(path, watcher);
    return watchers;
  }

  /** Takes away everything a connection waits for. */
  remove(watcher: Watcher): void {
    const paths = this.#byWatcher.get(watcher);
    if (paths === undefined) return;
    this.#byWatcher.delete(watcher);
    this.size -= paths.size;
    for (const path of paths) {
      const found = this.#byPath.get(path);
      if (found instanceof Set && found.size > 1) found.delete(watcher);
      else this.#byPath.delete(path);
    }
  }

  clear(): void {
    this.#byPath.clear();
    this.#byWatcher.clear();
    this.size = 0;
  }

  #forget(path: string, watcher: Watcher): void {
    const paths = this.#byWatcher.get(watcher);
    if (paths?.delete(path) === true && paths.size === 0) this.#byWatcher.delete(watcher);
  }
}
