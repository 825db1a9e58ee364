// Promise: an action falls apart into what must hold before it and what it makes of each variable,
// and nothing of it is left over.
import { MappingError } from "../error.js";
import { at, clauseText, type Sources } from "../sany/source.js";
import { conjuncts, disjuncts, isBuiltin, parts } from "../sany/tree.js";
import type { Bound, Definition, Expr, Place, SpecTree } from "../sany/tree.js";

/** What must hold, or what is chosen, before a step. */
export interface Guard {
  readonly text: string;
  readonly place: Place;
  /** The operator that the whole guard applies, if it is one of ours. */
  readonly applies: string | null;
}

/** One assignment. */
export interface Update {
  readonly variable: string;
  readonly text: string;
  readonly place: Place;
  /** The conditions of the branches that lead to it, outermost first. */
  readonly under: readonly string[];
  /** The operators through which the action comes to it, as they are called, outermost first. */
  readonly via: readonly string[];
}

export interface Clauses {
  readonly guards: readonly Guard[];
  readonly updates: readonly Update[];
}

interface Context {
  readonly spec: SpecTree;
  readonly sources: Sources;
}

/** How a part of an action is reached. */
interface Path {
  readonly under: readonly string[];
  readonly via: readonly string[];
}

function together(all: readonly Clauses[]): Clauses {
  return {
    guards: all.flatMap(({ guards }) => guards),
    updates: all.flatMap(({ updates }) => updates),
  };
}

function guard({ spec, sources }: Context, expr: Expr, prefix = ""): Guard {
  const head = expr.kind === "apply" && expr.head.kind === "operator" ? expr.head : null;
  return {
    text: prefix + clauseText(sources, expr.place),
    place: expr.place,
    applies: head !== null && spec.byName.get(head.name)?.uid === head.uid ? head.name : null,
  };
}

/** The variable that `expr` assigns: `x' = e` or `x' \in e`. */
function assigned(expr: Expr): string | null {
  if (!isBuiltin(expr, "=", "\\in")) return null;
  const [left] = expr.args;
  if (left === undefined || !isBuiltin(left, "'")) return null;
  const [variable] = left.args;
  return variable?.kind === "apply" && variable.head.kind === "variable"
    ? variable.head.name
    : null;
}

/** What a choice `\E x \in S` chooses from. */
function choice({ sources }: Context, { names, domain }: Bound, place: Place): Guard {
  const from = domain === null ? "" : ` \\in ${clauseText(sources, domain.place)}`;
  return { text: `\\E ${names.join(", ")}${from}`, place: domain?.place ?? place, applies: null };
}

/** What stands below a condition; the condition is a guard only where guards stand below it. */
function branch(
  context: Context,
  condition: Expr,
  bodies: readonly (readonly [text: string, body: Expr])[],
  path: Path,
): Clauses {
  const below = together(
    bodies.map(([text, body]) => split(context, body, { ...path, under: [...path.under, text] })),
  );
  if (below.guards.length === 0) return below;
  return { ...below, guards: [guard(context, condition, "IF "), ...below.guards] };
}

function branches(context: Context, expr: Expr, path: Path): Clauses | null {
  const text = (condition: Expr) => clauseText(context.sources, condition.place);
  if (isBuiltin(expr, "$IfThenElse")) {
    const [condition, yes, no] = expr.args as [Expr, Expr, Expr];
    const sides = [
      [text(condition), yes],
      [`~(${text(condition)})`, no],
    ] as const;
    return branch(context, condition, sides, path);
  }
  if (!isBuiltin(expr, "$Case")) return null;
  const pairs = expr.args.map((pair) => parts(pair) as [Expr, Expr]);
  return together(
    pairs.map(([condition, body]) => {
      const otherwise = condition.kind === "literal";
      const said = otherwise ? "otherwise" : text(condition);
      return branch(context, condition, [[said, body]], path);
    }),
  );
}

function split(context: Context, expr: Expr, path: Path): Clauses {
  if (expr.level < 2) return { guards: [guard(context, expr)], updates: [] };
  const variable = assigned(expr);
  const text = clauseText(context.sources, expr.place);
  if (variable !== null) {
    return { guards: [], updates: [{ variable, text, place: expr.place, ...path }] };
  }
  const inAll = (all: readonly Expr[]) => together(all.map((one) => split(context, one, path)));
  if (conjuncts(expr).length > 1) return inAll(conjuncts(expr));
  if (disjuncts(expr).length > 1) return inAll(disjuncts(expr));
  if (expr.kind === "let") return inAll([expr.body]);
  const taken = branches(context, expr, path);
  if (taken !== null) return taken;
  if (isBuiltin(expr, "UNCHANGED")) return { guards: [], updates: [] };
  if (isBuiltin(expr, "$BoundedExists")) {
    const chosen = expr.bounds.map((bound) => choice(context, bound, expr.place));
    const body = inAll(expr.args);
    return { ...body, guards: [...chosen, ...body.guards] };
  }
  const operator = expr.kind === "apply" && expr.head.kind === "operator" ? expr.head.uid : "";
  const definition = context.spec.byUid.get(operator);
  if (definition !== undefined) {
    return split(context, definition.body, { ...path, via: [...path.via, text] });
  }
  throw new MappingError(
    `spec/${at(expr.place)}: "${text}" is neither a guard nor an assignment: write x' = …, or ` +
      "teach conformance/mapping/spec/clauses.ts",
  );
}

/** The clauses of an action, in reading order. */
export function clausesOf(spec: SpecTree, sources: Sources, action: Definition): Clauses {
  return split({ spec, sources }, action.body, { under: [], via: [] });
}

/** The conjuncts of an operator that speaks of one state only. */
export function conditionsOf(spec: SpecTree, sources: Sources, operator: Definition): Guard[] {
  return conjuncts(operator.body).map((one) => guard({ spec, sources }, one));
}

/** The operators that the guards apply and that are conjunctions themselves, and so on. */
export function opened(
  spec: SpecTree,
  sources: Sources,
  guards: readonly Guard[],
): ReadonlyMap<string, readonly Guard[]> {
  const found = new Map<string, readonly Guard[]>();
  const visit = (name: string | null) => {
    const definition = name === null ? undefined : spec.byName.get(name);
    if (definition === undefined || found.has(definition.name)) return;
    const conditions = conditionsOf(spec, sources, definition);
    if (conditions.length < 2) return;
    found.set(definition.name, conditions);
    for (const { applies } of conditions) visit(applies);
  };
  for (const { applies } of guards) visit(applies);
  return found;
}

/** The variables that an action primes, in order of name; all others are UNCHANGED. */
export function writesOf({ updates }: Clauses): readonly string[] {
  return [...new Set(updates.map(({ variable }) => variable))].sort();
}
