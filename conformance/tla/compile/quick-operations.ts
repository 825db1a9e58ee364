import type { Value } from "../evaluator.js";
import { FunctionValue, ModelValue, Sequence, SetValue } from "../value/composite.js";
import { QuickArithmetic } from "./quick-arithmetic.js";

/**
 * The operations on sets, functions and sequences that compiled code does all the time. The quick
 * way of each is here; what is rare, or wrong, goes to the operation itself.
 */
export class QuickOperations extends QuickArithmetic {
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

  elements(set: Value, at: number): readonly Value[] {
    if (set instanceof SetValue) return set.elements;
    try {
      return this.operations.elements(set);
    } catch (error) {
      return this.located(error, at);
    }
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

  private asSet(set: Value, at: number): SetValue {
    try {
      return this.operations.asSet(set);
    } catch (error) {
      return this.located(error, at);
    }
  }

  /** A function from the arguments to what `value` says of each. */
  over(domain: Value, value: (argument: Value) => Value, at: number): Value {
    const set = domain instanceof SetValue ? domain : this.asSet(domain, at);
    return this.table.over(set, set.elements.map(value));
  }

  length(h: Value, at: number): number {
    if (h instanceof Sequence) return h.length;
    try {
      return this.operations.sequences.length(h);
    } catch (error) {
      return this.located(error, at);
    }
  }

  head(h: Value, at: number): Value {
    if (h instanceof Sequence && h.length > 0) return h.first;
    try {
      return this.operations.sequences.head(h);
    } catch (error) {
      return this.located(error, at);
    }
  }

  tail(h: Value, at: number): Value {
    if (h instanceof Sequence && h.tail !== null) return h.tail;
    try {
      return this.operations.sequences.tail(h);
    } catch (error) {
      return this.located(error, at);
    }
  }

  append(h: Value, item: Value, at: number): Value {
    if (h instanceof Sequence) return this.table.append(h, item);
    try {
      return this.operations.sequences.append(h, item);
    } catch (error) {
      return this.located(error, at);
    }
  }

  subSeq(h: Value, from: Value, to: Value, at: number): Value {
    if (h instanceof Sequence && from === 1 && typeof to === "number" && to <= h.length) {
      return to <= 0 ? this.table.emptySequence : this.table.prefix(h, to);
    }
    try {
      return this.operations.sequences.subSeq(h, from, to);
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
      return this.operations.sequences.concat(g, h);
    } catch (error) {
      return this.located(error, at);
    }
  }

  /** `[k \in 1..n |-> value]` */
  sequence(n: number, value: (k: number) => Value): Value {
    let h: Sequence = this.table.emptySequence;
    for (let k = 1; k <= n; k++) h = this.table.append(h, value(k));
    return h;
  }
}
