// Promise: a recursive operator is evaluated once for the same arguments, however deep it goes.
import type { Value } from "../evaluator.js";
import { Pieces } from "../pieces.js";

interface Node {
  readonly inner: Map<Value, Node>;
  value: Value | undefined;
}

/** How many applications may stand in each other. */
const DEEPEST = 100;

/** Half a million levels are a recursion without an end. */
const MOST_PIECES = 5000;

const fresh = (): Node => ({ inner: new Map(), value: undefined });

/** What recursive operators were worth for which arguments: equal values are one object. */
export class Memo {
  #operators = new WeakMap<object, Node>();
  readonly #pieces = new Pieces(DEEPEST, MOST_PIECES);

  of(operator: object, args: readonly Value[], evaluate: () => Value): Value {
    let node = this.#operators.get(operator) ?? fresh();
    this.#operators.set(operator, node);
    for (const arg of args) {
      const inner: Node = node.inner.get(arg) ?? fresh();
      node.inner.set(arg, inner);
      node = inner;
    }
    if (node.value !== undefined) return node.value;
    if (!this.#pieces.enter()) return this.#pieces.alone(() => (node.value ??= evaluate()));
    node.value = evaluate();
    this.#pieces.leave();
    return node.value;
  }

  clear(): void {
    this.#operators = new WeakMap();
  }
}
