// Promise: what evaluates one construct knows of the others that their parts have values.
import type { Value } from "../evaluator.js";
import { located } from "../evaluation-error.js";
import type { Expression } from "../syntax/ast.js";
import { LazySet, own } from "../value/lazy-set.js";
import type { Operations } from "../value/operations.js";
import type { ValueTable } from "../value/table.js";
import type { Frame } from "./frame.js";

/** Evaluates the parts of an expression. */
export interface Evaluation {
  readonly table: ValueTable;
  readonly operations: Operations;
  evaluate(e: Expression, f: Frame): Value;
  /** The value of what has to be TRUE or FALSE. */
  truth(e: Expression, f: Frame): boolean;
}

/** The value of `e` as part of another value. */
export function ownValue(evaluation: Evaluation, e: Expression, f: Frame): Value {
  return own(evaluation.evaluate(e, f), evaluation.table);
}

export function ownValues(evaluation: Evaluation, items: readonly Expression[], f: Frame): Value[] {
  return items.map((item) => ownValue(evaluation, item, f));
}

/** What a function is applied to: `f[a, b]` is `f[<<a, b>>]`. */
export function argument(evaluation: Evaluation, args: readonly Expression[], f: Frame): Value {
  const [only, ...more] = args;
  if (more.length > 0) return evaluation.table.tuple(ownValues(evaluation, args, f));
  return evaluation.evaluate(only as Expression, f);
}

/** Values that have to be sets, and may stay unwritten. */
export function sets(evaluation: Evaluation, items: readonly Expression[], f: Frame): Value[] {
  return items.map((item) => {
    const value = evaluation.evaluate(item, f);
    if (!(value instanceof LazySet)) located(item.at, () => evaluation.operations.elements(value));
    return value;
  });
}
