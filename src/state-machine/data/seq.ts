/** How many dropped heads a view may keep alive before it moves to an array of its own. */
const SLACK = 1024;

/**
 * An immutable sequence: a view on a backing array that may be shared with older and younger
 * views. Appending to the longest view and dropping a head cost O(1) amortised; only where two
 * histories diverge is anything copied. Nothing that a view shows ever changes.
 */
export class Seq<T> {
  readonly #items: T[];
  readonly #start: number;
  readonly #end: number;

  private constructor(items: T[], start: number, end: number) {
    this.#items = items;
    this.#start = start;
    this.#end = end;
  }

  /** The sequence of the given elements, in order. */
  static of<T>(...elements: readonly T[]): Seq<T> {
    return new Seq([...elements], 0, elements.length);
  }

  /** The sequence of the elements of an array, which is copied. */
  static from<T>(elements: readonly T[]): Seq<T> {
    return new Seq(elements.slice(), 0, elements.length);
  }

  get length(): number {
    return this.#end - this.#start;
  }

  /** The element at `index`, counted from 0; undefined outside. */
  at(index: number): T | undefined {
    return index >= 0 && index < this.length ? this.#items[this.#start + index] : undefined;
  }

  get head(): T | undefined {
    return this.at(0);
  }

  get last(): T | undefined {
    return this.at(this.length - 1);
  }

  append(element: T): Seq<T> {
    if (this.#end === this.#items.length) this.#items.push(element);
    // A longer view may have written this very element there: the disk follows the memory.
    if (this.#items[this.#end] === element) {
      return new Seq(this.#items, this.#start, this.#end + 1);
    }
    const items = this.toArray();
    items.push(element);
    return new Seq(items, 0, items.length);
  }

  appendAll(elements: readonly T[]): Seq<T> {
    return elements.reduce<Seq<T>>((seq, element) => seq.append(element), this);
  }

  /** Without the first `count` elements. */
  drop(count: number): Seq<T> {
    const start = Math.min(this.#start + count, this.#end);
    if (start > SLACK && start * 2 > this.#end) {
      const items = this.#items.slice(start, this.#end);
      return new Seq(items, 0, items.length);
    }
    return new Seq(this.#items, start, this.#end);
  }

  /** Only the first `count` elements. */
  take(count: number): Seq<T> {
    return new Seq(this.#items, this.#start, Math.min(this.#start + count, this.#end));
  }

  map<U>(f: (element: T) => U): Seq<U> {
    const items = this.toArray().map((element) => f(element));
    return new Seq(items, 0, items.length);
  }

  toArray(): T[] {
    return this.#items.slice(this.#start, this.#end);
  }

  /** Whether both views show the same cells of the same backing array from the same start. */
  sharesCellsWith(other: Seq<T>): boolean {
    return this.#items === other.#items && this.#start === other.#start;
  }
}
