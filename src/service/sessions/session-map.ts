/**
 * A map from session ids to values. The id stays in its two signed 32-bit halves, so that a look-up
 * allocates nothing; ids of one server and minute share their upper half, so that there are few
 * inner maps.
 */
export class SessionMap<T> {
  #size = 0;
  readonly #byHi = new Map<number, Map<number, T>>();

  get size(): number {
    return this.#size;
  }

  get(hi: number, lo: number): T | undefined {
    return this.#byHi.get(hi)?.get(lo);
  }

  has(hi: number, lo: number): boolean {
    return this.#byHi.get(hi)?.has(lo) === true;
  }

  set(hi: number, lo: number, value: T): void {
    let byLo = this.#byHi.get(hi);
    if (byLo === undefined) {
      byLo = new Map();
      this.#byHi.set(hi, byLo);
    }
    const before = byLo.size;
    byLo.set(lo, value);
    this.#size += byLo.size - before;
  }

  delete(hi: number, lo: number): boolean {
    const byLo = this.#byHi.get(hi);
    if (byLo === undefined || !byLo.delete(lo)) return false;
    this.#size -= 1;
    if (byLo.size === 0) this.#byHi.delete(hi);
    return true;
  }

  clear(): void {
    this.#byHi.clear();
    this.#size = 0;
  }

  forEach(visit: (value: T, hi: number, lo: number) => void): void {
    for (const [hi, byLo] of this.#byHi) for (const [lo, value] of byLo) visit(value, hi, lo);
  }
}
