// Promise: an operator between two sides evaluates the right one where the left does not decide.
import type { Value } from "../evaluator.js";
import { EvaluationError } from "../evaluation-error.js";
import type { ExpressionOf, Infix } from "../syntax/ast.js";
import { arithmetic, compare } from "../value/arithmetic.js";
import type { Operations } from "../value/operations.js";
import type { Evaluation } from "./evaluation.js";
import type { Frame } from "./frame.js";

export function infix(evaluation: Evaluation, e: ExpressionOf<"infix">, f: Frame): Value {
  switch (e.operator) {
    case "=>":
      return !evaluation.truth(e.left, f) || evaluation.truth(e.right, f);
    case "<=>":
      return evaluation.truth(e.left, f) === evaluation.truth(e.right, f);
    case "~>":
      throw new EvaluationError("~> is a matter of infinite behaviours: TLC checks it");
    default: {
      const left = evaluation.evaluate(e.left, f);
      return between(evaluation.operations, e.operator, left, evaluation.evaluate(e.right, f));
    }
  }
}

/** `left operator right`, of operators that need both sides whatever these are. */
function between(ops: Operations, operator: Infix, left: Value, right: Value): Value {
  switch (operator) {
    case "=":
      return ops.equal(left, right);
    case "#":
      return !ops.equal(left, right);
    case "<":
    case ">":
    case "<=":
    case ">=":
      return compare(operator, left, right);
    case "\\in":
      return ops.member(left, right);
    case "\\notin":
      return !ops.member(left, right);
    case "\\subseteq":
      return ops.subset(left, right);
    case "\\cup":
    case "\\cap":
    case "\\":
      return ops.combine(operator, left, right);
    case "..":
      return ops.range(left, right);
    case "\\o":
      return ops.sequences.concat(left, right);
    case ":>":
      return ops.single(left, right);
    case "@@":
      return ops.merged(left, right);
    default:
      return arithmetic(operator, left, right);
  }
}
