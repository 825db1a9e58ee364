import type { Value } from "../evaluator.js";
import { arithmetic, compare, LARGEST, negative } from "../value/arithmetic.js";
import { ModelValue } from "../value/composite.js";
import { boolean, number } from "../value/wanted.js";
import { Located } from "./located.js";

/** The operations on truth values and integers that compiled code does all the time. */
export class QuickArithmetic extends Located {
  truth(value: Value, at: number): boolean {
    if (typeof value === "boolean") return value;
    try {
      return boolean(value, "this");
    } catch (error) {
      return this.located(error, at);
    }
  }

  number(value: Value, at: number): number {
    if (typeof value === "number") return value;
    try {
      return number(value, "this");
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
      return arithmetic("+", a, b);
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
      return arithmetic("-", a, b);
    } catch (error) {
      return this.located(error, at);
    }
  }

  less(a: Value, b: Value, at: number): boolean {
    if (typeof a === "number" && typeof b === "number") return a < b;
    try {
      return compare("<", a, b);
    } catch (error) {
      return this.located(error, at);
    }
  }

  atMost(a: Value, b: Value, at: number): boolean {
    if (typeof a === "number" && typeof b === "number") return a <= b;
    try {
      return compare("<=", a, b);
    } catch (error) {
      return this.located(error, at);
    }
  }

  negative(value: Value, at: number): number {
    try {
      return negative(value);
    } catch (error) {
      return this.located(error, at);
    }
  }

  arithmetic(operator: string, a: Value, b: Value, at: number): Value {
    try {
      return arithmetic(operator, a, b);
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
      return number(value, "what may be in a range") === value;
    } catch (error) {
      return this.located(error, at);
    }
  }
}
