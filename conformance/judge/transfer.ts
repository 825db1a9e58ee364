/** Copies values from one table into another, each once. */
import {
  FunctionValue,
  ModelValue,
  Sequence,
  SetValue,
  type Composite,
  type Value,
  type ValueTable,
} from "../tla/index.js";

export function transferred(to: ValueTable): (value: Value) => Value {
  const known = new Map<Composite, Value>();
  const copied = (value: Value): Value => {
    if (typeof value !== "object") return value;
    const before = known.get(value);
    if (before !== undefined) return before;
    const made = copyOf(value);
    known.set(value, made);
    return made;
  };
  // A sequence shares its beginning with others: what they share is copied once, and not by
  // recursion, because a history may be long.
  const sequence = (h: Sequence): Sequence => {
    const missing: Sequence[] = [];
    let node = h;
    while (node.length > 0 && !known.has(node)) {
      missing.push(node);
      node = node.prev;
    }
    let made = node.length === 0 ? to.emptySequence : (known.get(node) as Sequence);
    for (const one of missing.reverse()) {
      made = to.append(made, copied(one.last));
      known.set(one, made);
    }
    return made;
  };
  const copyOf = (value: Composite): Value => {
    if (value instanceof Sequence) return sequence(value);
    if (value instanceof SetValue) return to.set(value.elements.map(copied));
    if (value instanceof ModelValue) return to.model(value.name);
    if (value instanceof FunctionValue) {
      const { elements } = value.domain;
      return to.fcn(elements.map((e, k) => [copied(e), copied(value.values[k] as Value)] as const));
    }
    throw new Error("a value of an unknown kind");
  };
  return copied;
}
