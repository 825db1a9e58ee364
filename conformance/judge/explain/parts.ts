/** The parts of an expression that say why it has its value. */
import { EvaluationError } from "../../tla/index.js";
import type { Environment, Expression, Interpreter } from "../../tla/index.js";
import type { Valued } from "../../verdict/explanation.js";
import type { SpecText } from "../spec-files.js";
import { oneLine } from "./passages.js";

/** The largest parts of an expression, left to right, with their values; literals say nothing. */
export function valuesIn(
  text: SpecText,
  interpreter: Interpreter,
  e: Expression,
  at: Environment,
): Valued[] {
  const found = new Map<string, string>();
  for (const part of partsOf(e)) {
    if (isLiteral(part)) continue;
    const value = valueText(interpreter, part, at);
    if (value !== null) found.set(oneLine(text, part), value);
  }
  return [...found].map(([part, value]) => ({ text: part, value }));
}

/** Null where the expression has no value, or one that cannot be written down. */
export function valueText(
  { evaluate, table }: Interpreter,
  e: Expression,
  at: Environment,
): string | null {
  try {
    return table.text(evaluate(e, at));
  } catch (error) {
    if (error instanceof EvaluationError || error instanceof TypeError) return null;
    throw error;
  }
}

function partsOf(e: Expression): readonly Expression[] {
  switch (e.kind) {
    case "junction":
      return e.items.flatMap(partsOf);
    case "infix":
      return ["=>", "<=>"].includes(e.operator)
        ? [...partsOf(e.left), ...partsOf(e.right)]
        : [e.left, e.right];
    case "prefix":
      return e.operator === "~" ? partsOf(e.of) : [e.of];
    case "apply":
      return e.arguments;
    case "quantifier":
      return e.bindings.map(({ set }) => set);
    default:
      return [e];
  }
}

function isLiteral(e: Expression): boolean {
  if (e.kind === "set" || e.kind === "tuple") return e.items.every(isLiteral);
  return e.kind === "number" || e.kind === "string" || e.kind === "boolean";
}
