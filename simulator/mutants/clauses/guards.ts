// Promise: every conjunct of every guard of the reducers is dropped once, and nothing else changes.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";
import { REDUCERS } from "../place.js";

/** The reducers without one condition. */
export interface GuardMutant {
  /** Such as `Zab!LeaderProcessACK guard 3`: its place among the conditions there. */
  readonly name: string;
  /** The condition in one line; what is said of the mutant is about this text alone. */
  readonly condition: string;
  readonly edits: readonly [{ readonly file: string } & Edit];
}

interface Edit {
  readonly find: readonly string[];
  readonly replace: readonly string[];
}

/** Where the reducers of each spec are. */
const HOMES: Readonly<Record<string, string>> = { Zab: "zab", Election: "election" };

/** All of them, in the order of the files. */
export async function guardMutants(): Promise<readonly GuardMutant[]> {
  const found: GuardMutant[] = [];
  for (const [spec, folder] of Object.entries(HOMES)) {
    const files = await readdir(join(REDUCERS, folder), { recursive: true });
    for (const name of files.filter((each) => each.endsWith(".ts")).sort()) {
      const file = `${folder}/${name.replaceAll("\\", "/")}`;
      found.push(...mutantsOf(spec, file, await readFile(join(REDUCERS, file), "utf8")));
    }
  }
  return found;
}

/** The mutants of one file. */
export function mutantsOf(spec: string, file: string, text: string): readonly GuardMutant[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  return source.statements.flatMap((statement) => {
    const [name, conditions] = guardOf(statement);
    return conditions.map((condition, k): GuardMutant => {
      const [start, end] = [condition.getStart(source), condition.getEnd()];
      const without = `${text.slice(0, start)}true${text.slice(end)}`;
      return {
        name: `${spec}!${name} guard ${String(k + 1)}`,
        condition: condition.getText(source).replace(/\s+/g, " "),
        edits: [{ file, find: text.split("\n"), replace: without.split("\n") }],
      };
    });
  });
}

/** The guard of an action, or a function that says yes or no, with its conjuncts. */
function guardOf(statement: ts.Statement): readonly [string, readonly ts.Expression[]] {
  if (ts.isVariableStatement(statement)) {
    const [declared] = statement.declarationList.declarations;
    const enabled = declared?.initializer && enabledOf(declared.initializer);
    if (enabled === undefined || enabled === null) return ["", []];
    return [declared?.name.getText() ?? "", returned(enabled.body).flatMap(conjuncts)];
  }
  if (!ts.isFunctionDeclaration(statement) || statement.body === undefined) return ["", []];
  if (statement.type?.kind !== ts.SyntaxKind.BooleanKeyword) return ["", []];
  // A function that is a single condition is left out where it is asked.
  const parts = returned(statement.body).flatMap((one) => conjuncts(one));
  return [statement.name?.text ?? "", parts.length > 1 ? parts : []];
}

/** `enabled` of the body that an action is made of. */
function enabledOf(initializer: ts.Expression): ts.ArrowFunction | null {
  if (!ts.isCallExpression(initializer)) return null;
  const body = initializer.arguments.find(ts.isObjectLiteralExpression);
  const found = body?.properties.find((one) => one.name?.getText() === "enabled");
  if (found === undefined || !ts.isPropertyAssignment(found)) return null;
  return ts.isArrowFunction(found.initializer) ? found.initializer : null;
}

/** What a body may return. */
function returned(body: ts.ConciseBody): readonly ts.Expression[] {
  if (!ts.isBlock(body)) return [body];
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node) && node.expression !== undefined) found.push(node.expression);
    else if (!ts.isFunctionLike(node)) node.forEachChild(visit);
  };
  visit(body);
  return found;
}

/** The conjuncts of an expression, in both branches of a choice; TRUE is none. */
function conjuncts(expression: ts.Expression): readonly ts.Expression[] {
  if (ts.isParenthesizedExpression(expression)) {
    const inner = conjuncts(expression.expression);
    return inner.length > 1 ? inner : [expression];
  }
  if (ts.isBinaryExpression(expression)) {
    const { operatorToken, left, right } = expression;
    if (operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) {
      return [...conjuncts(left), ...conjuncts(right)];
    }
  }
  if (ts.isConditionalExpression(expression)) {
    return [expression.whenTrue, expression.whenFalse].flatMap((one) => conjuncts(one));
  }
  return expression.kind === ts.SyntaxKind.TrueKeyword ? [] : [expression];
}
