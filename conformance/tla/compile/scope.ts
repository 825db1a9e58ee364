import type { Definition, Expression, Parameter } from "../syntax/ast.js";

/** What a name that is bound inside an expression stands for in the code. */
export type Bound =
  /** A JavaScript expression; `lazy` when it may be a set that is not written out. */
  | { readonly is: "value"; readonly code: string; readonly lazy: boolean }
  /** The expression itself, written again wherever the name stands. */
  | { readonly is: "expression"; readonly of: Expression; readonly in: Names }
  | {
      readonly is: "operator";
      readonly parameters: readonly Parameter[];
      readonly body: Expression;
      readonly in: Names;
    }
  /** A recursive operator of a LET: a JavaScript function. */
  | { readonly is: "function"; readonly code: string; readonly definition: Definition };

/** The bound names in sight, and what `@` is. */
export interface Names {
  readonly bound: ReadonlyMap<string, Bound>;
  readonly old: string | null;
}

/** Where an expression stands: what its names mean and where its variables have their values. */
export interface Scope extends Names {
  /** The JavaScript array of the values of variables, and that of primed ones. */
  readonly now: string | null;
  readonly next: string | null;
  /** Which of the two arrays is being filled, and the variables that have a value in it. */
  readonly fills: "now" | "next" | null;
  readonly assigned: ReadonlySet<number>;
}

export const NO_NAMES: Names = { bound: new Map(), old: null };

/** A function of two whole states. */
export const STATES: Scope = {
  ...NO_NAMES,
  now: "S",
  next: "N",
  fills: null,
  assigned: new Set(),
};

export const CONSTANT: Scope = { ...STATES, now: null, next: null };

/** A step: the next state is being filled, and nothing of it is known yet. */
export const STEP: Scope = { ...STATES, fills: "next" };

/** The choice of an initial state. */
export const INITIAL: Scope = { ...STATES, now: "N", next: null, fills: "now" };

/** Under a prime. */
export function primed(scope: Scope): Scope {
  const fills = scope.fills === "next" ? "now" : null;
  return { ...scope, now: scope.next, next: null, fills };
}

export function withNames(scope: Scope, names: Names): Scope {
  return { ...scope, bound: names.bound, old: names.old };
}

export function binding(scope: Scope, entries: Iterable<readonly [string, Bound]>): Scope {
  return { ...scope, bound: new Map([...scope.bound, ...entries]) };
}

export function withAssigned(scope: Scope, assigned: ReadonlySet<number>): Scope {
  return { ...scope, assigned };
}
