// Promise: bound names take every value of their sets, all combinations, each once.
import type { Value } from "../evaluator.js";
import { EvaluationError } from "../evaluation-error.js";
import type { Binding } from "../syntax/ast.js";
import { Sequence } from "../value/composite.js";
import { itemsOf, shortText } from "../value/text.js";
import type { Evaluation } from "./evaluation.js";
import { inScope, withName, type Frame } from "./frame.js";
import { withValue, type Scope } from "./scope.js";

/** One place of a binding: a name, or the names of a tuple; and the values it takes. */
interface Place {
  readonly names: readonly string[];
  readonly tuple: boolean;
  readonly values: readonly Value[];
}

function placesOf(evaluation: Evaluation, bindings: readonly Binding[], f: Frame): Place[] {
  return bindings.flatMap<Place>(({ names, tuple, set }) => {
    const values = evaluation.operations.elements(evaluation.evaluate(set, f));
    if (tuple) return [{ names, tuple, values }];
    return names.map((name) => ({ names: [name], tuple, values }));
  });
}

function bind(scope: Scope, { names, tuple }: Place, value: Value): Scope {
  if (!tuple) return withValue(scope, names[0] as string, value);
  if (!(value instanceof Sequence) || value.length !== names.length) {
    const wanted = `<<${names.join(", ")}>>`;
    throw new EvaluationError(`${shortText(value)} cannot be taken apart as ${wanted}`);
  }
  return itemsOf(value).reduce<Scope>(
    (inner, item, k) => withValue(inner, names[k] as string, item),
    scope,
  );
}

/**
 * Calls `visit` with the frame of each combination and the value of each place, until it answers
 * true; answers whether it did. All sets are evaluated before the first call, as TLC does.
 */
export function someBinding(
  evaluation: Evaluation,
  bindings: readonly Binding[],
  f: Frame,
  visit: (inner: Frame, values: readonly Value[]) => boolean,
): boolean {
  const [only, ...others] = bindings;
  if (only !== undefined && others.length === 0 && only.names.length === 1 && !only.tuple) {
    const name = only.names[0] as string;
    for (const value of evaluation.operations.elements(evaluation.evaluate(only.set, f))) {
      if (visit(withName(f, name, value), [value])) return true;
    }
    return false;
  }
  const places = placesOf(evaluation, bindings, f);
  const chosen: Value[] = [];
  const from = (k: number, scope: Scope): boolean => {
    const place = places[k];
    if (place === undefined) return visit(inScope(f, scope), chosen);
    for (const value of place.values) {
      chosen[k] = value;
      if (from(k + 1, bind(scope, place, value))) return true;
    }
    return false;
  };
  return from(0, f.scope);
}
