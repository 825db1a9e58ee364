import type { Value } from "../evaluator.js";
import { EvaluationError } from "../evaluation-error.js";
import { number } from "./wanted.js";

/** Integers stay within ±2^29, far inside what is exact; TLC refuses overflow at 2^31. */
export const LARGEST = 2 ** 29 - 1;

export function arithmetic(operator: string, left: Value, right: Value): number {
  const a = number(left, `the left side of ${operator}`);
  const b = number(right, `the right side of ${operator}`);
  switch (operator) {
    case "+":
      return inRange(a + b);
    case "-":
      return inRange(a - b);
    case "*":
      return inRange(a * b);
    case "^":
      return power(a, b);
    case "\\div":
      if (b === 0) throw new EvaluationError(`${String(a)} \\div 0`);
      return inRange(Math.floor(a / b));
    case "%":
      if (b <= 0) throw new EvaluationError(`${String(a)} % ${String(b)}: the divisor is not > 0`);
      return inRange(a - b * Math.floor(a / b));
    default:
      throw new EvaluationError(`${operator} is no operator on numbers`);
  }
}

export function compare(operator: string, left: Value, right: Value): boolean {
  const a = number(left, `the left side of ${operator}`);
  const b = number(right, `the right side of ${operator}`);
  if (operator === "<") return a < b;
  if (operator === ">") return a > b;
  return operator === "<=" ? a <= b : a >= b;
}

export function negative(value: Value): number {
  return inRange(-number(value, "what - stands before"));
}

function power(base: number, exponent: number): number {
  if (exponent < 0) throw new EvaluationError(`${String(base)} ^ ${String(exponent)}`);
  if (base === 0 && exponent === 0) throw new EvaluationError("0 ^ 0 is undefined");
  return inRange(base ** exponent);
}

function inRange(n: number): number {
  if (n >= -LARGEST && n <= LARGEST) return n | 0;
  throw new EvaluationError(`${String(n)} is outside ±(2^29 - 1), the integers that are kept`);
}
