// Promise: a set that is built has each element once, or is known by what it is made of.
import type { Value } from "../evaluator.js";
import type { Expression, ExpressionOf } from "../syntax/ast.js";
import { LazySet } from "../value/lazy-set.js";
import { someBinding } from "./bindings.js";
import { ownValue, sets, type Evaluation } from "./evaluation.js";
import { withName, type Frame } from "./frame.js";

/** SUBSET of */
export function subsets(evaluation: Evaluation, of: Expression, f: Frame): Value {
  const [set] = sets(evaluation, [of], f);
  return new LazySet({ form: "SUBSET", of: set as Value });
}

/** S \X T \X U */
export function product(evaluation: Evaluation, e: ExpressionOf<"product">, f: Frame): Value {
  return new LazySet({ form: "times", sets: sets(evaluation, e.items, f) });
}

/** {x \in S : where} */
export function filter(
  evaluation: Evaluation,
  { binding, where }: ExpressionOf<"filter">,
  f: Frame,
): Value {
  const { operations, table } = evaluation;
  if (!binding.tuple) {
    const name = binding.names[0] as string;
    const set = operations.elements(evaluation.evaluate(binding.set, f));
    return table.sortedSet(
      set.filter((value) => evaluation.truth(where, withName(f, name, value))),
    );
  }
  const kept: Value[] = [];
  someBinding(evaluation, [binding], f, (inner, [value]) => {
    if (evaluation.truth(where, inner)) kept.push(value as Value);
    return false;
  });
  return table.sortedSet(kept);
}

/** {value : x \in S, y \in T} */
export function map(evaluation: Evaluation, e: ExpressionOf<"map">, f: Frame): Value {
  const values: Value[] = [];
  someBinding(evaluation, e.bindings, f, (inner) => {
    values.push(ownValue(evaluation, e.value, inner));
    return false;
  });
  return evaluation.table.ownedSet(values);
}
