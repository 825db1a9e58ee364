// Promise: the semantic tree of a module as SANY sees it, and nothing that it does not see.

/** Where something stands; lines and columns count from 1, the last column included. */
export interface Place {
  readonly module: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** What is applied. `uid` finds the definition of an operator. */
export type Head =
  | { readonly kind: "operator"; readonly name: string; readonly uid: string }
  | { readonly kind: "builtin"; readonly name: string }
  | { readonly kind: "variable" | "constant" | "parameter"; readonly name: string };

/** Bound names and the set that they range over. */
export interface Bound {
  readonly names: readonly string[];
  readonly domain: Expr | null;
}

export interface Apply {
  readonly kind: "apply";
  readonly head: Head;
  readonly args: readonly Expr[];
  readonly bounds: readonly Bound[];
  readonly level: number;
  readonly place: Place;
}

/** The application of a built-in operator. */
export interface Builtin extends Apply {
  readonly head: { readonly kind: "builtin"; readonly name: string };
}

export interface Let {
  readonly kind: "let";
  /** The operators defined here, by uid. */
  readonly definitions: readonly string[];
  readonly body: Expr;
  readonly level: number;
  readonly place: Place;
}

/** A string with its quotes, a numeral, or the `@` of an EXCEPT. */
export interface Literal {
  readonly kind: "literal";
  readonly text: string;
  readonly level: number;
  readonly place: Place;
}

export type Expr = Apply | Let | Literal;

/** An operator: level 0 is constant, 1 speaks of a state, 2 of a step. */
export interface Definition {
  readonly name: string;
  readonly uid: string;
  readonly parameters: readonly string[];
  readonly level: number;
  readonly place: Place;
  readonly body: Expr;
}

export interface Declaration {
  readonly name: string;
  readonly place: Place;
}

/** A module with everything that it extends. */
export interface SpecTree {
  readonly module: string;
  readonly constants: readonly Declaration[];
  readonly variables: readonly Declaration[];
  /** Every operator with a body, those of LET included. */
  readonly byUid: ReadonlyMap<string, Definition>;
  /** The operators defined at the top of a module. */
  readonly byName: ReadonlyMap<string, Definition>;
}

/** Whether `expr` applies the built-in operator of this name. */
export function isBuiltin(expr: Expr, ...names: readonly string[]): expr is Builtin {
  return expr.kind === "apply" && expr.head.kind === "builtin" && names.includes(expr.head.name);
}

/** The conjuncts of `expr`, of a bulleted list or not; `expr` alone when it is none. */
export function conjuncts(expr: Expr): readonly Expr[] {
  return isBuiltin(expr, "$ConjList", "\\land") ? expr.args.flatMap(conjuncts) : [expr];
}

/** The disjuncts of `expr`, of a bulleted list or not; `expr` alone when it is none. */
export function disjuncts(expr: Expr): readonly Expr[] {
  return isBuiltin(expr, "$DisjList", "\\lor") ? expr.args.flatMap(disjuncts) : [expr];
}

/** The parts of an expression that are expressions themselves, LET definitions left out. */
export function parts(expr: Expr): readonly Expr[] {
  if (expr.kind === "literal") return [];
  if (expr.kind === "let") return [expr.body];
  const domains = expr.bounds.flatMap(({ domain }) => (domain === null ? [] : [domain]));
  return [...domains, ...expr.args];
}
