// Promise: a function has a value for each argument, and EXCEPT changes those that it names.
import type { Value } from "../evaluator.js";
import type { Expression, ExpressionOf, PathStep } from "../syntax/ast.js";
import { LazySet, own } from "../value/lazy-set.js";
import { someBinding } from "./bindings.js";
import { argument, ownValue, sets, type Evaluation } from "./evaluation.js";
import { withName, type Frame } from "./frame.js";

/** The name under which an update finds the value that it replaces. */
export const OLD = "@";

/** [x \in S |-> value] */
export function fcn(evaluation: Evaluation, e: ExpressionOf<"function">, f: Frame): Value {
  const { table } = evaluation;
  const pairs: [Value, Value][] = [];
  someBinding(evaluation, e.bindings, f, (inner, values) => {
    const at = values.length === 1 ? values[0] : table.tuple(values);
    pairs.push([at as Value, ownValue(evaluation, e.value, inner)]);
    return false;
  });
  return table.fcn(pairs);
}

/** [S -> T] */
export function functions(evaluation: Evaluation, e: ExpressionOf<"functions">, f: Frame): Value {
  const [from, to] = sets(evaluation, [e.from, e.to], f);
  return new LazySet({ form: "functions", from: from as Value, to: to as Value });
}

/** [a |-> 1, b |-> 2] */
export function record(evaluation: Evaluation, e: ExpressionOf<"record">, f: Frame): Value {
  const fields = e.fields.map(({ name, value }) => [name, ownValue(evaluation, value, f)] as const);
  return evaluation.table.record(fields);
}

/** [a : S, b : T] */
export function records(evaluation: Evaluation, e: ExpressionOf<"records">, f: Frame): Value {
  const ofEach = e.fields.map(({ value }) => value);
  const values = sets(evaluation, ofEach, f);
  const fields = e.fields.map(({ name }, k) => [name, values[k] as Value] as const);
  return new LazySet({ form: "records", fields });
}

/** [f EXCEPT ![i] = e, !.a[j] = @ + 1] */
export function except(evaluation: Evaluation, e: ExpressionOf<"except">, f: Frame): Value {
  return e.updates.reduce(
    (value, { path, value: now }) => replaced(evaluation, value, path, now, f),
    evaluation.evaluate(e.of, f),
  );
}

function replaced(
  evaluation: Evaluation,
  value: Value,
  path: readonly PathStep[],
  now: Expression,
  f: Frame,
): Value {
  const [step, ...rest] = path;
  if (step === undefined) return ownValue(evaluation, now, withName(f, OLD, value));
  const at = step.kind === "field" ? step.name : argument(evaluation, step.arguments, f);
  return evaluation.operations.except(value, own(at, evaluation.table), (old) =>
    replaced(evaluation, old, rest, now, f),
  );
}
