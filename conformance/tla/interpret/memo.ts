// Promise: a recursive operator is evaluated once for the same arguments.
import type { Value } from "../evaluator.js";

interface Node {
  readonly inner: Map<Value, Node>;
  value: Value | undefined;
}

const fresh = (): Node => ({ inner: new Map(), value: undefined });

/** What recursive operators were worth for which arguments: equal values are one object. */
export class Memo {
  #operators = new WeakMap<object, Node>();

  of(operator: object, args: readonly Value[], evaluate: () => Value): Value {
    let node = this.#operators.get(operator) ?? fresh();
    this.#operators.set(operator, node);
    for (const arg of args) {
      const inner: Node = node.inner.get(arg) ?? fresh();
      node.inner.set(arg, inner);
      node = inner;
    }
    node.value ??= evaluate();
    return node.value;
  }

  clear(): void {
    this.#operators = new WeakMap();
  }
}
