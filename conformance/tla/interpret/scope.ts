// Promise: what a name means inside an expression, without touching what it means outside.
import type { Value } from "../evaluator.js";
import type { Expression, Parameter } from "../syntax/ast.js";

/** An expression that waits in the scope that it was written in: an argument, a LET. */
export interface Delayed {
  readonly kind: "delayed";
  readonly expression: Expression;
  readonly scope: Scope;
  /** What it was worth, in which state; never kept when it reads the next state. */
  known: { readonly state: readonly (Value | undefined)[] | null; readonly value: Value } | null;
}

/** An operator of a LET, a LAMBDA, or an operator given as an argument. */
export interface Closure {
  readonly kind: "operator";
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: Expression;
  readonly scope: Scope;
}

/** A definition of the spec or of a standard module, given as an argument. */
export interface Named {
  readonly kind: "named";
  readonly name: string;
}

export type Bound = { readonly kind: "value"; readonly value: Value } | Delayed | Closure | Named;

/** Names and what they stand for, the innermost first; null is outermost, where all is global. */
export type Scope = Link | null;

export interface Link {
  readonly name: string;
  bound: Bound;
  readonly outer: Scope;
}

export function find(scope: Scope, name: string): Bound | null {
  for (let link = scope; link !== null; link = link.outer) {
    if (link.name === name) return link.bound;
  }
  return null;
}

export function withValue(scope: Scope, name: string, value: Value): Link {
  return { name, bound: { kind: "value", value }, outer: scope };
}

export function withBound(scope: Scope, name: string, bound: Bound): Link {
  return { name, bound, outer: scope };
}

/** A scope of values alone. */
export function scopeOf(values: Iterable<readonly [string, Value]>): Scope {
  let scope: Scope = null;
  for (const [name, value] of values) scope = withValue(scope, name, value);
  return scope;
}
