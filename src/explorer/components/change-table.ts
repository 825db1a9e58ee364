import type { Dictionary, Kind } from "./dictionary.js";
import { Numbers } from "./numbers.js";
import { PairMap } from "./pair-map.js";

/** What can happen to components of one kind. */
export interface Changes<T, C> {
  readonly kind: Kind<T>;
  /** Equal changes have equal texts. */
  readonly text: (change: C) => string;
  readonly changed: (value: T, change: C) => T;
  /** The change that changes nothing, if there is one: it has number 0. */
  readonly nothing?: C;
}

/** Components of one kind and what steps do to them, both numbered: each pair is computed once. */
export class ChangeTable<T, C> {
  readonly #dictionary: Dictionary;
  readonly #changes: Changes<T, C>;
  readonly #numbers: Numbers<C>;
  readonly #after = new PairMap();

  constructor(dictionary: Dictionary, changes: Changes<T, C>) {
    this.#dictionary = dictionary;
    this.#changes = changes;
    this.#numbers = new Numbers(changes.text);
    if (changes.nothing !== undefined) this.change(changes.nothing);
  }

  value(id: number): T {
    return this.#dictionary.value(this.#changes.kind, id);
  }

  /** The number of a change. */
  change(change: C): number {
    return this.#numbers.of(change);
  }

  /** The component after a change. */
  after(id: number, change: number): number {
    const known = this.#after.get(id, change);
    if (known >= 0) return known;
    const { kind, changed } = this.#changes;
    const value = changed(this.value(id), this.#numbers.value(change));
    const next = this.#dictionary.intern(kind, value);
    this.#after.add(id, change, next);
    return next;
  }
}
