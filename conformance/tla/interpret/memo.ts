// Promise: a recursive operator is evaluated once for the same arguments, however deep it goes.
import type { Value } from "../evaluator.js";
import { EvaluationError } from "../evaluation-error.js";

interface Node {
  readonly inner: Map<Value, Node>;
  value: Value | undefined;
}

/** One application of a recursive operator that is not known yet. */
interface Call {
  readonly node: Node;
  readonly evaluate: () => Value;
}

/** How deep applications may stand in each other; a deeper one is evaluated on its own first. */
const DEEPEST = 100;

/** How many of these may wait for each other: half a million levels are a recursion without an end. */
const MOST_PIECES = 5000;

/** Thrown out of a recursion that is too deep for the stack. */
class TooDeep extends Error {
  readonly call: Call;

  constructor(call: Call) {
    super("a recursion to be cut into pieces");
    this.call = call;
  }
}

const fresh = (): Node => ({ inner: new Map(), value: undefined });

/** What recursive operators were worth for which arguments: equal values are one object. */
export class Memo {
  #operators = new WeakMap<object, Node>();
  #depth = 0;

  of(operator: object, args: readonly Value[], evaluate: () => Value): Value {
    let node = this.#operators.get(operator) ?? fresh();
    this.#operators.set(operator, node);
    for (const arg of args) {
      const inner: Node = node.inner.get(arg) ?? fresh();
      node.inner.set(arg, inner);
      node = inner;
    }
    if (node.value !== undefined) return node.value;
    const call = { node, evaluate };
    if (this.#depth === 0) return this.#inPieces(call);
    if (this.#depth >= DEEPEST) throw new TooDeep(call);
    this.#depth += 1;
    node.value = evaluate();
    this.#depth -= 1;
    return node.value;
  }

  /** Evaluates `first`, after what it turns out to need from too deep. */
  #inPieces(first: Call): Value {
    const waiting = [first];
    for (;;) {
      const call = waiting.at(-1) ?? first;
      this.#depth = 1;
      try {
        call.node.value ??= call.evaluate();
        waiting.pop();
        if (call === first) return call.node.value;
      } catch (error) {
        if (!(error instanceof TooDeep)) throw error;
        if (waiting.length >= MOST_PIECES) throw new EvaluationError("the recursion has no end");
        waiting.push(error.call);
      } finally {
        this.#depth = 0;
      }
    }
  }

  clear(): void {
    this.#operators = new WeakMap();
  }
}
