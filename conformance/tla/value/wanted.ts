import type { Value } from "../evaluator.js";
import { EvaluationError } from "../evaluation-error.js";
import { Sequence } from "./composite.js";
import { shortText } from "./text.js";

// What an operator wants of a value; one of another kind is refused, with the role that it has.

export function boolean(value: Value, role: string): boolean {
  if (typeof value === "boolean") return value;
  throw new EvaluationError(`${role} is ${shortText(value)}, which is neither TRUE nor FALSE`);
}

export function number(value: Value, role: string): number {
  if (typeof value === "number") return value;
  throw new EvaluationError(`${role} is ${shortText(value)}, which is no number`);
}

export function sequence(value: Value, operator: string): Sequence {
  if (value instanceof Sequence) return value;
  throw new EvaluationError(`${operator} of ${shortText(value)}, which is no sequence`);
}
