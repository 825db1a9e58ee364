// Promise: a prime speaks of the next state, and of that alone.
import { EvaluationError } from "../evaluation-error.js";
import type { Expression, ExpressionOf } from "../syntax/ast.js";
import type { Evaluation } from "./evaluation.js";
import { primed, type Frame } from "./frame.js";

/** Where `e'` evaluates e. */
export function nextState(f: Frame): Frame {
  if (f.next !== null) return primed(f);
  throw new EvaluationError("there is no next state here that a prime could speak of");
}

/** UNCHANGED e */
export function unchanged(evaluation: Evaluation, e: Expression, f: Frame): boolean {
  const next = evaluation.evaluate(e, nextState(f));
  return evaluation.operations.equal(next, evaluation.evaluate(e, f));
}

/** `[A]_v` is A or nothing; `<<A>>_v` is A, if v changes. */
export function step(evaluation: Evaluation, e: ExpressionOf<"step">, f: Frame): boolean {
  const taken = evaluation.truth(e.action, f);
  const same = () => unchanged(evaluation, e.subscript, f);
  return e.angle ? taken && !same() : taken || same();
}
