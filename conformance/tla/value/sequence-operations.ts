import type { Value } from "../evaluator.js";
import { EvaluationError } from "../evaluation-error.js";
import { Chain, type Sequence } from "./composite.js";
import { own } from "./lazy-set.js";
import type { ValueTable } from "./table.js";
import { itemsOf } from "./text.js";
import { boolean, number, sequence } from "./wanted.js";

/** Longer sequences are queues, of which one end is shared when the other one is taken. */
const SHORT = 8;

/** The operators of the module Sequences. */
export class SequenceOperations {
  private readonly table: ValueTable;

  constructor(table: ValueTable) {
    this.table = table;
  }

  length(h: Value): number {
    if (typeof h === "string") return h.length;
    return sequence(h, "Len").length;
  }

  head(h: Value): Value {
    const { length, first } = sequence(h, "Head");
    if (length === 0) throw new EvaluationError("Head of the empty sequence");
    return first;
  }

  /** Each sequence finds its tail once, from the tail of the sequence before it. */
  tail(value: Value): Sequence {
    const h = sequence(value, "Tail");
    if (h.length === 0) throw new EvaluationError("Tail of the empty sequence");
    return (h.tail ??= isShort(h) ? this.shortTail(h) : this.table.withoutFirst(h));
  }

  private shortTail(h: Chain): Sequence {
    const waiting: Chain[] = [];
    let node = h;
    while (node.length > 1 && node.tail === null) {
      waiting.push(node);
      node = node.prev;
    }
    let tail = node.tail ?? this.table.emptySequence;
    node.tail = tail;
    for (let k = waiting.length - 1; k >= 0; k--) {
      const longer = waiting[k] as Chain;
      tail = this.table.append(tail, longer.last);
      longer.tail = tail;
    }
    return tail;
  }

  append(h: Value, item: Value): Sequence {
    return this.table.append(sequence(h, "Append"), own(item, this.table));
  }

  concat(g: Value, h: Value): Value {
    if (typeof g === "string" && typeof h === "string") return g + h;
    const left = sequence(g, "\\o");
    const right = sequence(h, "\\o");
    if (left.length === 0) return right;
    let all = left;
    for (const item of itemsOf(right)) all = this.table.append(all, item);
    return all;
  }

  subSeq(value: Value, from: Value, to: Value): Sequence {
    const h = sequence(value, "SubSeq");
    const m = number(from, "the second argument of SubSeq");
    const n = number(to, "the third argument of SubSeq");
    if (n < m) return this.table.emptySequence;
    if (m < 1 || n > h.length) {
      const asked = `${String(m)} to ${String(n)}`;
      throw new EvaluationError(`SubSeq from ${asked} of a sequence of ${String(h.length)} items`);
    }
    if (m === 1) return this.table.prefix(h, n);
    if (m === 2) return this.tail(this.table.prefix(h, n));
    const part = this.table.prefix(h, n);
    return n - m < SHORT ? this.table.tuple(itemsOf(part, m - 1)) : this.table.behind(part, m - 1);
  }

  selectSeq(value: Value, test: (item: Value) => Value): Sequence {
    const items = itemsOf(sequence(value, "SelectSeq"));
    const role = "the test of SelectSeq";
    return this.table.tuple(items.filter((item) => boolean(test(item), role)));
  }
}

/** Whether the tail of a sequence is best made item by item, as most are. */
function isShort(h: Sequence): h is Chain {
  return h.length <= SHORT && h instanceof Chain;
}
