import type { Value } from "../evaluator.js";
import { EvaluationError } from "../evaluation-error.js";
import { Chain, FunctionValue, Sequence, SetValue } from "./composite.js";
import { asSet, LazySet, member, own } from "./lazy-set.js";
import { LARGEST, type ValueTable } from "./table.js";
import { itemsOf, shortText, text } from "./text.js";

/** Longer sequences are queues, of which one end is shared when the other one is taken. */
const SHORT = 8;

/**
 * The operators of TLA+ and of its standard modules on values, for whoever evaluates. What TLC
 * would refuse is refused; the error does not say where, its caller knows.
 */
export class Operations {
  readonly table: ValueTable;

  constructor(table: ValueTable) {
    this.table = table;
  }

  // Booleans and integers.

  boolean(value: Value, role: string): boolean {
    if (typeof value === "boolean") return value;
    throw new EvaluationError(`${role} is ${shortText(value)}, which is neither TRUE nor FALSE`);
  }

  number(value: Value, role: string): number {
    if (typeof value === "number") return value;
    throw new EvaluationError(`${role} is ${shortText(value)}, which is no number`);
  }

  arithmetic(operator: string, left: Value, right: Value): number {
    const a = this.number(left, `the left side of ${operator}`);
    const b = this.number(right, `the right side of ${operator}`);
    switch (operator) {
      case "+":
        return inRange(a + b);
      case "-":
        return inRange(a - b);
      case "*":
        return inRange(a * b);
      case "^":
        return this.power(a, b);
      case "\\div":
        if (b === 0) throw new EvaluationError(`${String(a)} \\div 0`);
        return inRange(Math.floor(a / b));
      case "%":
        if (b <= 0)
          throw new EvaluationError(`${String(a)} % ${String(b)}: the divisor is not > 0`);
        return inRange(a - b * Math.floor(a / b));
      default:
        throw new EvaluationError(`${operator} is no operator on numbers`);
    }
  }

  compare(operator: string, left: Value, right: Value): boolean {
    const a = this.number(left, `the left side of ${operator}`);
    const b = this.number(right, `the right side of ${operator}`);
    if (operator === "<") return a < b;
    if (operator === ">") return a > b;
    return operator === "<=" ? a <= b : a >= b;
  }

  negative(value: Value): number {
    return inRange(-this.number(value, "what - stands before"));
  }

  range(from: Value, to: Value): SetValue {
    const a = this.number(from, "the left side of ..");
    const b = this.number(to, "the right side of ..");
    if (b - a >= 2 ** 22) throw new EvaluationError(`${String(a)}..${String(b)} is too large`);
    return this.table.range(a, b);
  }

  private power(base: number, exponent: number): number {
    if (exponent < 0) throw new EvaluationError(`${String(base)} ^ ${String(exponent)}`);
    if (base === 0 && exponent === 0) throw new EvaluationError("0 ^ 0 is undefined");
    return inRange(base ** exponent);
  }

  // Equality and sets.

  equal(a: Value, b: Value): boolean {
    return a === b || this.table.equal(own(a, this.table), own(b, this.table));
  }

  member(value: Value, set: Value): boolean {
    return member(value, set, this.table);
  }

  subset(left: Value, right: Value): boolean {
    return asSet(left, this.table).elements.every((value) => this.member(value, right));
  }

  /** The elements of a set, to go through: `\E x \in set`. */
  elements(set: Value): readonly Value[] {
    return asSet(set, this.table).elements;
  }

  combine(operator: "\\cup" | "\\cap" | "\\", left: Value, right: Value): Value {
    if (operator === "\\cup" && !(left instanceof SetValue && right instanceof SetValue)) {
      return new LazySet({ form: operator, left: someSet(left), right: someSet(right) });
    }
    if (operator !== "\\cup" && left instanceof LazySet) {
      return new LazySet({ form: operator, left, right: someSet(right) });
    }
    const whole = asSet(left, this.table);
    someSet(right);
    return operator === "\\cup" ? this.joined(whole, right) : this.kept(operator, whole, right);
  }

  private joined(left: SetValue, right: Value): Value {
    const added: Value[] = [];
    for (const value of asSet(right, this.table).elements) {
      if (!this.member(value, left)) added.push(value);
    }
    if (added.length === 0) return left;
    if (left.elements.length === 0) return right;
    return this.table.ownedSet(left.elements.concat(added));
  }

  private kept(operator: "\\cap" | "\\", left: SetValue, right: Value): Value {
    const kept: Value[] = [];
    for (const value of left.elements) {
      if (this.member(value, right) === (operator === "\\cap")) kept.push(value);
    }
    return kept.length === left.elements.length ? left : this.table.sortedSet(kept);
  }

  /** A set, written out. */
  asSet(set: Value): SetValue {
    return asSet(set, this.table);
  }

  union(sets: Value): SetValue {
    return this.table.ownedSet(this.elements(sets).flatMap((set) => [...this.elements(set)]));
  }

  cardinality(set: Value): number {
    return this.elements(set).length;
  }

  permutations(set: Value): SetValue {
    const domain = asSet(set, this.table);
    if (domain.elements.length > 8)
      throw new EvaluationError("Permutations of more than 8 elements");
    let rows: Value[][] = [[]];
    for (let k = 0; k < domain.elements.length; k++) {
      rows = rows.flatMap((row) =>
        domain.elements.filter((v) => !row.includes(v)).map((v) => [...row, v]),
      );
    }
    return this.table.ownedSet(rows.map((row) => this.table.over(domain, row)));
  }

  // Functions.

  domain(f: Value): SetValue {
    return this.table.domain(f);
  }

  apply(f: Value, argument: Value): Value {
    return this.table.apply(f, own(argument, this.table));
  }

  /** `[f EXCEPT ![argument] = change(f[argument])]`; TLC only warns when nothing is there. */
  except(f: Value, at: Value, change: (old: Value) => Value): Value {
    const { table } = this;
    const argument = own(at, table);
    if (f instanceof FunctionValue) {
      const k = f.domain.position(argument);
      if (k < 0) throw nothingToReplace(f, argument);
      const old = f.values[k] as Value;
      const now = own(change(old), table);
      if (now === old) return f;
      const values = f.values.slice();
      values[k] = now;
      return table.over(f.domain, values);
    }
    if (!(f instanceof Sequence)) throw new EvaluationError(`EXCEPT of ${text(f)}, no function`);
    if (typeof argument !== "number" || argument < 1 || argument > f.length) {
      throw nothingToReplace(f, argument);
    }
    const old = table.item(f, argument);
    const now = own(change(old), table);
    if (now === old) return f;
    let h = table.append(table.prefix(f, argument - 1), now);
    for (const item of itemsOf(f, argument)) h = table.append(h, item);
    return h;
  }

  /** `argument :> value` */
  single(argument: Value, value: Value): Value {
    const [a, v] = [own(argument, this.table), own(value, this.table)];
    return this.table.over(this.table.set([a]), [v]);
  }

  /** `f @@ g`: where both say something, f does. */
  merged(f: Value, g: Value): Value {
    const pairs = [f, g].flatMap((h) =>
      this.table.domain(h).elements.map((x) => [x, this.table.apply(h, x)] as const),
    );
    return this.table.fcn(pairs);
  }

  // Sequences.

  sequence(value: Value, operator: string): Sequence {
    if (value instanceof Sequence) return value;
    throw new EvaluationError(`${operator} of ${shortText(value)}, which is no sequence`);
  }

  length(h: Value): number {
    if (typeof h === "string") return h.length;
    return this.sequence(h, "Len").length;
  }

  head(h: Value): Value {
    const { length, first } = this.sequence(h, "Head");
    if (length === 0) throw new EvaluationError("Head of the empty sequence");
    return first;
  }

  /** Each sequence finds its tail once, from the tail of the sequence before it. */
  tail(value: Value): Sequence {
    const h = this.sequence(value, "Tail");
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
    return this.table.append(this.sequence(h, "Append"), own(item, this.table));
  }

  concat(g: Value, h: Value): Value {
    if (typeof g === "string" && typeof h === "string") return g + h;
    const left = this.sequence(g, "\\o");
    const right = this.sequence(h, "\\o");
    if (left.length === 0) return right;
    let all = left;
    for (const item of itemsOf(right)) all = this.table.append(all, item);
    return all;
  }

  subSeq(value: Value, from: Value, to: Value): Sequence {
    const h = this.sequence(value, "SubSeq");
    const m = this.number(from, "the second argument of SubSeq");
    const n = this.number(to, "the third argument of SubSeq");
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
    const items = itemsOf(this.sequence(value, "SelectSeq"));
    const role = "the test of SelectSeq";
    return this.table.tuple(items.filter((item) => this.boolean(test(item), role)));
  }

  toString(value: Value): string {
    return text(own(value, this.table));
  }
}

/** Whether the tail of a sequence is best made item by item, as most are. */
function isShort(h: Sequence): h is Chain {
  return h.length <= SHORT && h instanceof Chain;
}

function inRange(n: number): number {
  if (n >= -LARGEST && n <= LARGEST) return n | 0;
  throw new EvaluationError(`${String(n)} is outside ±(2^29 - 1), the integers that are kept`);
}

function someSet(value: Value): Value {
  if (value instanceof SetValue || value instanceof LazySet) return value;
  throw new EvaluationError(`${text(value)} is no set`);
}

function nothingToReplace(f: Value, argument: Value): EvaluationError {
  return new EvaluationError(`EXCEPT at ${text(argument)}, which is not in DOMAIN ${shortText(f)}`);
}
