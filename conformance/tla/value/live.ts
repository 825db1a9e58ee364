import type { Composite, Value } from "../evaluator.js";
import { FunctionValue, ModelValue, Sequence, SetValue, Suffix, type Chain } from "./composite.js";
import { Marks } from "./marks.js";

/** What stays when a table forgets: some values, and everything that they are made of. */
export class Live {
  readonly strings = new Set<string>();
  readonly sequences: Sequence[] = [];
  readonly #composites: Marks;

  /** `end` is above the number of any composite. */
  constructor(roots: Iterable<Value>, end: number) {
    this.#composites = new Marks(end);
    const waiting = [...roots];
    for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
      if (typeof value === "string") this.strings.add(value);
      if (!isComposite(value) || !this.#composites.add(value.id)) continue;
      if (value instanceof Sequence) {
        this.sequences.push(value);
        if (value instanceof Suffix) waiting.push(value.base);
        else waiting.push((value as Chain).prev, value.last);
      } else if (value instanceof SetValue) for (const part of value.elements) waiting.push(part);
      else if (value instanceof FunctionValue) {
        waiting.push(value.domain);
        for (const part of value.values) waiting.push(part);
      }
    }
  }

  readonly has = (value: Value): boolean =>
    typeof value !== "object" || (isComposite(value) && this.#composites.has(value.id));
}

/** Whether a value was made by a table, which a set that is not written out was not. */
function isComposite(value: Value): value is Composite {
  if (typeof value !== "object") return false;
  return (
    value instanceof Sequence ||
    value instanceof FunctionValue ||
    value instanceof SetValue ||
    value instanceof ModelValue
  );
}
