import type { Value } from "../evaluator.js";
import { EvaluationError } from "../evaluation-error.js";
import { FunctionValue, ModelValue, Sequence, SetValue } from "../value/composite.js";
import { LazySet, own, type SetForm } from "../value/lazy-set.js";
import { Operations } from "../value/operations.js";
import { LARGEST, type ValueTable } from "../value/table.js";
import { shortText } from "../value/text.js";
import { Memory } from "./memory.js";

/** Module, line and column of an expression; the code names it by its number. */
export type Place = readonly [module: string, line: number, column: number];

/** How CHOOSE takes one of several witnesses: not at all, or the first that is found. */
export type Choice = "unique" | "first";

/**
 * What compiled code calls. The quick way of each operation is here; what is rare, or wrong, goes
 * to Operations, and an error gets its place.
 */
export class Runtime {
  readonly table: ValueTable;
  readonly operations: Operations;
  readonly memory = new Memory();
  /** What PrintT is given. */
  print: (value: Value) => void = () => undefined;
  private readonly places: readonly Place[];
  private readonly choice: Choice;

  constructor(table: ValueTable, places: readonly Place[], choice: Choice) {
    this.table = table;
    this.operations = new Operations(table);
    this.places = places;
    this.choice = choice;
  }

  refuse(problem: string, at: number): never {
    const [module, line, column] = this.places[at] ?? ["?", 0, 0];
    throw new EvaluationError(problem, { module, line, column });
  }

  /** Throws the error of an operation, which does not know where it stands. */
  private located(error: unknown, at: number): never {
    if (error instanceof EvaluationError && error.at === null) this.refuse(error.problem, at);
    throw error;
  }

  /** Runs an operation that has no method of its own here. */
  at<T>(at: number, evaluate: (operations: Operations) => T): T {
    try {
      return evaluate(this.operations);
    } catch (error) {
      return this.located(error, at);
    }
  }

  private asSet(set: Value, at: number): SetValue {
    try {
      return this.operations.asSet(set);
    } catch (error) {
      return this.located(error, at);
    }
  }

  own(value: Value): Value {
    return value instanceof LazySet ? own(value, this.table) : value;
  }

  lazy(is: SetForm): Value {
    return new LazySet(is);
  }

  truth(value: Value, at: number): boolean {
    if (typeof value === "boolean") return value;
    try {
      return this.operations.boolean(value, "this");
    } catch (error) {
      return this.located(error, at);
    }
  }

  number(value: Value, at: number): number {
    if (typeof value === "number") return value;
    try {
      return this.operations.number(value, "this");
    } catch (error) {
      return this.located(error, at);
    }
  }

  add(a: Value, b: Value, at: number): number {
    if (typeof a === "number" && typeof b === "number") {
      const sum = a + b;
      if (sum <= LARGEST && sum >= -LARGEST) return sum;
    }
    try {
      return this.operations.arithmetic("+", a, b);
    } catch (error) {
      return this.located(error, at);
    }
  }

  subtract(a: Value, b: Value, at: number): number {
    if (typeof a === "number" && typeof b === "number") {
      const difference = a - b;
      if (difference <= LARGEST && difference >= -LARGEST) return difference;
    }
    try {
      return this.operations.arithmetic("-", a, b);
    } catch (error) {
      return this.located(error, at);
    }
  }

  less(a: Value, b: Value, at: number): boolean {
    if (typeof a === "number" && typeof b === "number") return a < b;
    try {
      return this.operations.compare("<", a, b);
    } catch (error) {
      return this.located(error, at);
    }
  }

  atMost(a: Value, b: Value, at: number): boolean {
    if (typeof a === "number" && typeof b === "number") return a <= b;
    try {
      return this.operations.compare("<=", a, b);
    } catch (error) {
      return this.located(error, at);
    }
  }

  equal(a: Value, b: Value, at: number): boolean {
    if (a === b) return true;
    if (typeof a !== "object" && typeof a === typeof b) return false;
    if (a instanceof ModelValue || b instanceof ModelValue) return false;
    if (a instanceof Sequence && b instanceof Sequence && a.length !== b.length) return false;
    try {
      return this.operations.equal(a, b);
    } catch (error) {
      return this.located(error, at);
    }
  }

  member(value: Value, set: Value, at: number): boolean {
    if (set instanceof SetValue && set.position(value) >= 0) return true;
    try {
      return this.operations.member(value, set);
    } catch (error) {
      return this.located(error, at);
    }
  }

  /** `value \in from..to` */
  within(value: Value, from: Value, to: Value, at: number): boolean {
    if (typeof from === "number" && typeof to === "number") {
      if (typeof value === "number") return from <= value && value <= to;
      if (from > to || value instanceof ModelValue) return false;
    }
    try {
      this.operations.range(from, to);
      return this.operations.number(value, "what may be in a range") === value;
    } catch (error) {
      return this.located(error, at);
    }
  }

  elements(set: Value, at: number): readonly Value[] {
    if (set instanceof SetValue) return set.elements;
    try {
      return this.operations.elements(set);
    } catch (error) {
      return this.located(error, at);
    }
  }

  apply(f: Value, argument: Value, at: number): Value {
    if (f instanceof FunctionValue) {
      const k = f.domain.position(argument);
      if (k >= 0) return f.values[k] as Value;
    } else if (f instanceof Sequence && typeof argument === "number") {
      if (argument >= 1 && argument <= f.length) return this.table.item(f, argument);
    }
    try {
      return this.operations.apply(f, argument);
    } catch (error) {
      return this.located(error, at);
    }
  }

  length(h: Value, at: number): number {
    if (h instanceof Sequence) return h.length;
    try {
      return this.operations.length(h);
    } catch (error) {
      return this.located(error, at);
    }
  }

  head(h: Value, at: number): Value {
    if (h instanceof Sequence && h.length > 0) return h.first;
    try {
      return this.operations.head(h);
    } catch (error) {
      return this.located(error, at);
    }
  }

  tail(h: Value, at: number): Value {
    if (h instanceof Sequence && h.tail !== null) return h.tail;
    try {
      return this.operations.tail(h);
    } catch (error) {
      return this.located(error, at);
    }
  }

  append(h: Value, item: Value, at: number): Value {
    if (h instanceof Sequence) return this.table.append(h, item);
    try {
      return this.operations.append(h, item);
    } catch (error) {
      return this.located(error, at);
    }
  }

  subSeq(h: Value, from: Value, to: Value, at: number): Value {
    if (h instanceof Sequence && from === 1 && typeof to === "number" && to <= h.length) {
      return to <= 0 ? this.table.emptySequence : this.table.prefix(h, to);
    }
    try {
      return this.operations.subSeq(h, from, to);
    } catch (error) {
      return this.located(error, at);
    }
  }

  concat(g: Value, h: Value, at: number): Value {
    if (g instanceof Sequence && h instanceof Sequence) {
      if (h.length === 0) return g;
      if (h.length === 1) return this.table.append(g, h.first);
    }
    try {
      return this.operations.concat(g, h);
    } catch (error) {
      return this.located(error, at);
    }
  }

  except(f: Value, argument: Value, change: (old: Value) => Value, at: number): Value {
    if (f instanceof FunctionValue) {
      const k = f.domain.position(argument);
      if (k >= 0) {
        const old = f.values[k] as Value;
        const now = change(old);
        if (now === old) return f;
        const values = f.values.slice();
        values[k] = now;
        return this.table.over(f.domain, values);
      }
    }
    try {
      return this.operations.except(f, argument, change);
    } catch (error) {
      return this.located(error, at);
    }
  }

  /** `[f EXCEPT ![argument] = now]` */
  replace(f: Value, argument: Value, now: Value, at: number): Value {
    if (f instanceof FunctionValue) {
      const k = f.domain.position(argument);
      if (k >= 0) {
        if (now === f.values[k]) return f;
        const values = f.values.slice();
        values[k] = now;
        return this.table.over(f.domain, values);
      }
    }
    return this.replaceRarely(f, argument, now, at);
  }

  private replaceRarely(f: Value, argument: Value, now: Value, at: number): Value {
    return this.except(f, argument, () => now, at);
  }

  combine(operator: "\\cup" | "\\cap" | "\\", a: Value, b: Value, at: number): Value {
    try {
      return this.operations.combine(operator, a, b);
    } catch (error) {
      return this.located(error, at);
    }
  }

  cardinality(set: Value, at: number): number {
    return this.elements(set, at).length;
  }

  /** How many elements two sets have in common. */
  common(a: Value, b: Value, at: number): number {
    let count = 0;
    for (const value of this.elements(a, at)) if (this.member(value, b, at)) count += 1;
    return count;
  }

  /** The set of these values. */
  setOf(values: Value[], at: number): Value {
    try {
      return this.table.ownedSet(values);
    } catch (error) {
      return this.located(error, at);
    }
  }

  arithmetic(operator: string, a: Value, b: Value, at: number): Value {
    try {
      return this.operations.arithmetic(operator, a, b);
    } catch (error) {
      return this.located(error, at);
    }
  }

  /** A function from the arguments to what `value` says of each. */
  over(domain: Value, value: (argument: Value) => Value, at: number): Value {
    const set = domain instanceof SetValue ? domain : this.asSet(domain, at);
    return this.table.over(set, set.elements.map(value));
  }

  /** `[k \in 1..n |-> value]` */
  sequence(n: number, value: (k: number) => Value): Value {
    let h: Sequence = this.table.emptySequence;
    for (let k = 1; k <= n; k++) h = this.table.append(h, value(k));
    return h;
  }

  /** The one of `witnesses` that CHOOSE takes. */
  chosen(witnesses: readonly Value[], at: number): Value {
    const [first] = witnesses;
    if (first === undefined) this.refuse("CHOOSE finds nothing of which this is true", at);
    if (witnesses.length > 1 && this.choice === "unique") {
      const shown = witnesses.slice(0, 2).map(shortText).join(" and ");
      this.refuse(`CHOOSE has more than one witness, ${shown}: which one TLC takes is its own`, at);
    }
    return first;
  }

  /** Whether CHOOSE may stop at its first witness. */
  get choosesFirst(): boolean {
    return this.choice === "first";
  }

  assert(holds: boolean, message: Value, at: number): true {
    return holds || this.refuse(`Assert: ${this.operations.toString(message)}`, at);
  }

  printed(value: Value): true {
    this.print(this.own(value));
    return true;
  }

  /** A value that the code holds for good. */
  keep(value: Value): Value {
    this.memory.constant(value);
    return value;
  }

  /** Evaluates a constant expression when it is asked for, once. */
  once(evaluate: () => Value): () => Value {
    let known: Value | undefined;
    return () => (known ??= this.keep(evaluate()));
  }
}
