// Promise: an operator in front of its one operand has its value from it.
import type { Value } from "../evaluator.js";
import { EvaluationError } from "../evaluation-error.js";
import type { Expression, ExpressionOf } from "../syntax/ast.js";
import { negative } from "../value/arithmetic.js";
import type { Evaluation } from "./evaluation.js";
import type { Frame } from "./frame.js";
import { unchanged } from "./next-state.js";
import { subsets } from "./sets.js";

/** `enabled` says whether an action has a successor. */
export function prefix(
  evaluation: Evaluation,
  enabled: (action: Expression, f: Frame) => boolean,
  { operator, of }: ExpressionOf<"prefix">,
  f: Frame,
): Value {
  const { operations } = evaluation;
  switch (operator) {
    case "~":
      return !evaluation.truth(of, f);
    case "-":
      return negative(evaluation.evaluate(of, f));
    case "SUBSET":
      return subsets(evaluation, of, f);
    case "UNION":
      return operations.union(evaluation.evaluate(of, f));
    case "DOMAIN":
      return operations.domain(evaluation.evaluate(of, f));
    case "UNCHANGED":
      return unchanged(evaluation, of, f);
    case "ENABLED":
      return enabled(of, f);
    case "[]":
    case "<>":
      throw new EvaluationError(`${operator} is a matter of infinite behaviours: TLC checks it`);
  }
}
