// Promise: what decides is evaluated from left to right, and nothing behind it.
import type { Value } from "../evaluator.js";
import { EvaluationError } from "../evaluation-error.js";
import type { Choice } from "../compile/runtime.js";
import type { ExpressionOf } from "../syntax/ast.js";
import { someBinding } from "./bindings.js";
import type { Evaluation } from "./evaluation.js";
import type { Frame } from "./frame.js";

export function junction(evaluation: Evaluation, e: ExpressionOf<"junction">, f: Frame): boolean {
  const decides = e.operator === "\\/";
  for (const item of e.items) if (evaluation.truth(item, f) === decides) return decides;
  return !decides;
}

export function caseOf(evaluation: Evaluation, e: ExpressionOf<"case">, f: Frame): Value {
  const arm = e.arms.find(({ when }) => evaluation.truth(when, f));
  const chosen = arm?.then ?? e.other;
  if (chosen !== null) return evaluation.evaluate(chosen, f);
  throw new EvaluationError("no condition of this CASE is TRUE");
}

export function quantifier(
  evaluation: Evaluation,
  e: ExpressionOf<"quantifier">,
  f: Frame,
): boolean {
  const decides = e.operator === "\\E";
  const decided = someBinding(evaluation, e.bindings, f, (inner) => {
    return evaluation.truth(e.body, inner) === decides;
  });
  return decided === decides;
}

export function choose(
  evaluation: Evaluation,
  choice: Choice,
  e: ExpressionOf<"choose">,
  f: Frame,
): Value {
  const found: Value[] = [];
  someBinding(evaluation, [e.binding], f, (inner, [value]) => {
    if (evaluation.truth(e.body, inner)) found.push(value as Value);
    return found.length > (choice === "unique" ? 1 : 0);
  });
  const [first, second] = found;
  if (first === undefined) throw new EvaluationError("nothing that CHOOSE could choose");
  if (second === undefined) return first;
  const [a, b] = [evaluation.table.text(first), evaluation.table.text(second)];
  throw new EvaluationError(`CHOOSE could choose ${a} and ${b}: make it choose one`);
}
