// Promise: a parameter stands for its argument, unevaluated, in the scope where that was written.
import type { Value } from "../evaluator.js";
import { EvaluationError } from "../evaluation-error.js";
import type { Definition, Expression, Parameter } from "../syntax/ast.js";
import { find, withBound, withValue, type Bound, type Link, type Scope } from "./scope.js";

/** What an operator is made of, once it has been found. */
export interface Operator {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: Expression;
  /** Where the operator was defined: null for one of the spec. */
  readonly scope: Scope;
}

function count({ name, parameters }: Operator, given: number): void {
  if (given === parameters.length) return;
  const [wanted, got] = [String(parameters.length), String(given)];
  throw new EvaluationError(`${name} takes ${wanted} arguments and is given ${got}`);
}

/** An argument as its parameter knows it. */
export function given(name: string, arity: number, e: Expression, scope: Scope): Bound {
  if (e.kind === "lambda") {
    return { kind: "operator", name, parameters: e.parameters, body: e.body, scope };
  }
  if (e.kind === "name") {
    const bound = find(scope, e.name);
    if (bound !== null) return bound;
    if (arity > 0) return { kind: "named", name: e.name };
  }
  return { kind: "delayed", expression: e, scope, known: null };
}

/** The scope of an operator's body when it is applied to expressions. */
export function argumentScope(
  operator: Operator,
  args: readonly Expression[],
  scope: Scope,
): Scope {
  count(operator, args.length);
  let inner = operator.scope;
  for (let k = 0; k < args.length; k++) {
    const { name, arity } = operator.parameters[k] as Parameter;
    inner = withBound(inner, name, given(name, arity, args[k] as Expression, scope));
  }
  return inner;
}

/** The same when it is applied to values. */
export function valueScope(operator: Operator, values: readonly Value[]): Scope {
  count(operator, values.length);
  let inner = operator.scope;
  for (let k = 0; k < values.length; k++) {
    inner = withValue(inner, (operator.parameters[k] as Parameter).name, values[k] as Value);
  }
  return inner;
}

/** A LET sees its own operators, and none of them is evaluated before it is needed. */
export function letScope(definitions: readonly Definition[], scope: Scope): Scope {
  let inner = scope;
  for (const { name, parameters, body, recursive } of definitions) {
    const link: Link = withBound(inner, name, { kind: "named", name });
    const around = recursive ? link : inner;
    link.bound =
      parameters.length === 0
        ? { kind: "delayed", expression: body, scope: around, known: null }
        : { kind: "operator", name, parameters, body, scope: around };
    inner = link;
  }
  return inner;
}
