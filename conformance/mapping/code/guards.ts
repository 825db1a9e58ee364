// Promise: everything that a reducer asks before it moves, one condition at a time.
import ts from "typescript";
import { functionNamed, oneLine, type CodePlace, type Program } from "./program.js";
import { mirrored } from "./twins.js";

/** One condition of `enabled`, or the kind of event that the reducer answers. */
export interface Condition extends CodePlace {
  readonly text: string;
}

/** The expressions whose value a block may return, and the conditions between them. */
function returned(block: ts.Node): ts.Expression[] {
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isReturnStatement(node) && node.expression) found.push(node.expression);
    else if (ts.isIfStatement(node)) {
      found.push(node.expression);
      visit(node.thenStatement);
      if (node.elseStatement) visit(node.elseStatement);
    } else if (!ts.isFunctionLike(node)) node.forEachChild(visit);
  };
  visit(block);
  return found;
}

/**
 * The conditions that `expression` is made of: conjuncts, and both sides of a choice after what
 * chooses. A helper that no operator of the spec stands behind is opened in its turn.
 */
function conditions(program: Program, expression: ts.Expression): Condition[] {
  if (ts.isParenthesizedExpression(expression)) return conditions(program, expression.expression);
  if (ts.isBinaryExpression(expression)) {
    const { operatorToken, left, right } = expression;
    if (operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) {
      return [...conditions(program, left), ...conditions(program, right)];
    }
  }
  if (ts.isConditionalExpression(expression)) {
    const { condition, whenTrue, whenFalse } = expression;
    return [condition, whenTrue, whenFalse].flatMap((one) => conditions(program, one));
  }
  if (ts.isCallExpression(expression)) {
    const helper = functionNamed(program, expression.expression);
    if (helper?.body !== undefined && mirrored(helper) === null) {
      return returned(helper.body).flatMap((one) => conditions(program, one));
    }
  }
  if (expression.kind === ts.SyntaxKind.TrueKeyword) return [];
  return [{ text: oneLine(expression), ...program.at(expression) }];
}

/** The conditions that a function, or an arrow, returns the conjunction of. */
export function conditionsOf(
  program: Program,
  body: ts.ConciseBody | undefined,
): readonly Condition[] {
  if (body === undefined) return [];
  if (!ts.isBlock(body)) return conditions(program, body);
  return returned(body).flatMap((one) => conditions(program, one));
}
