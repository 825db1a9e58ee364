// Promise: operators that need both sides have their values from them.
import type { Value } from "../evaluator.js";
import type { Infix } from "../syntax/ast.js";
import type { Operations } from "../value/operations.js";

/** `left operator right`, of operators that need both sides whatever these are. */
export function between(ops: Operations, operator: Infix, left: Value, right: Value): Value {
  switch (operator) {
    case "=":
      return ops.equal(left, right);
    case "#":
      return !ops.equal(left, right);
    case "<":
    case ">":
    case "<=":
    case ">=":
      return ops.compare(operator, left, right);
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
      return ops.concat(left, right);
    case ":>":
      return ops.single(left, right);
    case "@@":
      return ops.merged(left, right);
    default:
      return ops.arithmetic(operator, left, right);
  }
}
