import type { Binding, Expression } from "../syntax/ast.js";
import { children } from "../syntax/children.js";
import type { Analysis } from "./analysis.js";
import type { Dictionary } from "./dictionary.js";

/** `\A name \in set, … : body`, whose sets are constants. */
export interface ForEach {
  readonly names: readonly string[];
  /** One for each name. */
  readonly sets: readonly Expression[];
  readonly body: Expression;
}

/** The `\A`s over constant sets that an expression begins with; null when there is none. */
export function forEach(e: Expression, dictionary: Dictionary, analysis: Analysis): ForEach | null {
  if (e.kind === "name") {
    const meaning = dictionary.meaning(e.name);
    const isOpened = meaning?.is === "definition" && !meaning.definition.recursive;
    return isOpened ? forEach(meaning.definition.body, dictionary, analysis) : null;
  }
  if (e.kind !== "quantifier" || e.operator !== "\\A") return null;
  const isPlain = ({ set, tuple }: Binding): boolean => {
    const { now, next, local, effects } = analysis.reads(set);
    return !tuple && !effects && now.size + next.size + local.size === 0;
  };
  if (!e.bindings.every(isPlain)) return null;
  const names = e.bindings.flatMap((bound) => bound.names);
  const sets = e.bindings.flatMap((bound) => bound.names.map(() => bound.set));
  const inner = forEach(e.body, dictionary, analysis);
  if (inner === null) return { names, sets, body: e.body };
  return { names: [...names, ...inner.names], sets: [...sets, ...inner.sets], body: inner.body };
}

/** How an expression reads the variables, by their positions. */
export interface Reading {
  /** In any other way than the next. */
  readonly whole: ReadonlySet<number>;
  /** For each of the names: the variables of which `variable[name]` is read. */
  readonly at: readonly ReadonlySet<number>[];
}

/** Bound names: which of the names it stands for, or null for another value. */
type Names = ReadonlyMap<string, number | null>;

export function readingOf(
  e: Expression,
  names: readonly string[],
  dictionary: Dictionary,
  analysis: Analysis,
): Reading {
  const whole = new Set<number>();
  const at = names.map(() => new Set<number>());
  const all = (of: Expression): void => {
    const { now, next } = analysis.reads(of);
    for (const variable of [...now, ...next]) whole.add(variable);
  };
  const below = (of: Expression, bound: Names): void => {
    for (const { of: child, binds } of children(of)) {
      const hidden = binds.map((name): [string, null] => [name, null]);
      walk(child, hidden.length === 0 ? bound : new Map([...bound, ...hidden]));
    }
  };
  const named = (name: string, given: readonly Expression[], bound: Names): void => {
    const meaning = bound.has(name) ? null : dictionary.meaning(name);
    if (meaning?.is === "variable") whole.add(meaning.index);
    if (meaning?.is !== "definition") return;
    const { recursive, parameters, body } = meaning.definition;
    if (recursive) all(body);
    else walk(body, new Map(parameters.map((one, k) => [one.name, which(given[k], bound)])));
  };
  const walk = (of: Expression, bound: Names): void => {
    if (of.kind === "prime" || of.kind === "step") return all(of);
    if (of.kind === "index" && of.of.kind === "name" && of.arguments.length === 1) {
      const variable = bound.has(of.of.name) ? null : dictionary.meaning(of.of.name);
      const place = which(of.arguments[0], bound);
      if (variable?.is === "variable" && place !== null) {
        at[place]?.add(variable.index);
        return;
      }
    }
    if (of.kind === "name") named(of.name, [], bound);
    if (of.kind === "apply") named(of.name, of.arguments, bound);
    below(of, bound);
  };
  walk(e, new Map(names.map((name, k) => [name, k])));
  return { whole, at };
}

function which(given: Expression | undefined, bound: Names): number | null {
  return given?.kind === "name" ? (bound.get(given.name) ?? null) : null;
}
