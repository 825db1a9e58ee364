/** For a clause about a variable of one server: the line that made that variable what it is. */
import type { LineShown } from "../../verdict/explanation.js";
import {
  EvaluationError,
  type Environment,
  type Expression,
  type ExpressionOf,
  type Interpreter,
} from "../../tla/index.js";
import type { LastChanges } from "../last-changes.js";

export function lastChange(
  interpreter: Interpreter,
  changes: LastChanges,
  clause: Expression,
  at: Environment,
): LineShown | undefined {
  for (const { of, arguments: args } of indexed(clause)) {
    const [argument] = args;
    if (of.kind !== "name" || argument === undefined) continue;
    try {
      const found = changes.of(of.name, interpreter.evaluate(argument, at));
      if (found !== undefined) return found;
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
    }
  }
  return undefined;
}

type Index = ExpressionOf<"index">;

/** Every `f[e]` in an expression, outer ones first. */
function indexed(node: unknown): Index[] {
  if (typeof node !== "object" || node === null) return [];
  const own = "kind" in node && node.kind === "index" ? [node as Index] : [];
  const parts = Object.entries(node).filter(([key]) => key !== "at");
  return [...own, ...parts.flatMap(([, part]) => indexed(part))];
}
