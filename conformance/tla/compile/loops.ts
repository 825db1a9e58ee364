import type { Binding, Expression, ExpressionOf } from "../syntax/ast.js";
import { binding, type Bound, type Scope } from "./scope.js";
import type { Writer } from "./writer.js";

const isRange = (set: Expression) => set.kind === "infix" && set.operator === "..";

/**
 * Loops over the sets of `bindings`, all of which are evaluated first. `body` writes what is done
 * for each choice. A range is counted and never built, downwards, for in a history the witness is
 * near the end.
 */
export function loops(
  w: Writer,
  bindings: readonly Binding[],
  scope: Scope,
  body: (inner: Scope) => string,
): string {
  const heads: string[] = [];
  const opened: string[] = [];
  const names: [string, Bound][] = [];
  for (const { set, names: bound, tuple } of bindings) {
    const each = isRange(set) ? range(w, set, scope, heads) : elements(w, set, scope, heads);
    const items = tuple ? [null] : bound;
    for (const name of items) {
      const item = w.unit.fresh(name ?? "item");
      opened.push(each(item));
      if (name !== null) names.push([name, { is: "value", code: item, lazy: false }]);
      else {
        bound.forEach((part, k) => {
          const code = `R.apply(${item}, ${String(k + 1)}, ${w.unit.place(set)})`;
          names.push([part, { is: "value", code, lazy: false }]);
        });
      }
    }
  }
  const inside = body(binding(scope, names));
  return `${heads.join(" ")} ${opened.join(" ")} ${inside} ${"}".repeat(opened.length)}`;
}

function range(w: Writer, set: Expression, scope: Scope, heads: string[]) {
  if (set.kind !== "infix") throw new TypeError("a range is an infix expression");
  const [from, to] = [w.unit.fresh("from"), w.unit.fresh("to")];
  const at = w.unit.place(set);
  heads.push(`const ${from} = R.number(${w.value(set.left, scope)}, ${at});`);
  heads.push(`const ${to} = R.number(${w.value(set.right, scope)}, ${at});`);
  return (item: string) => {
    return `for (let ${item}_ = ${to}; ${item}_ >= ${from}; ${item}_--) { const ${item} = ${item}_;`;
  };
}

function elements(w: Writer, set: Expression, scope: Scope, heads: string[]) {
  const all = w.unit.fresh("all");
  heads.push(`const ${all} = R.elements(${w.value(set, scope)}, ${w.unit.place(set)});`);
  return (item: string) => {
    const k = `${item}_`;
    return `for (let ${k} = 0; ${k} < ${all}.length; ${k}++) { const ${item} = ${all}[${k}];`;
  };
}

export function quantifier(w: Writer, e: ExpressionOf<"quantifier">, scope: Scope): string {
  const found = e.operator === "\\E";
  const written = loops(w, e.bindings, scope, (inner) => {
    const body = w.truth(e.body, inner);
    return `if (${found ? body : `!${body}`}) return ${String(found)};`;
  });
  return `(() => { ${written} return ${String(!found)}; })()`;
}

/** The elements of a set of which something is true. */
export function filter(w: Writer, e: ExpressionOf<"filter">, scope: Scope): string {
  const kept = w.unit.fresh("kept");
  const item = w.unit.fresh("item");
  const { binding: bound } = e;
  const single = bound.tuple ? null : bound.names[0];
  const names: [string, Bound][] =
    single !== null && single !== undefined
      ? [[single, { is: "value", code: item, lazy: false }]]
      : bound.names.map((part, k) => {
          const code = `R.apply(${item}, ${String(k + 1)}, ${w.unit.place(e)})`;
          return [part, { is: "value", code, lazy: false }];
        });
  const test = `if (${w.truth(e.where, binding(scope, names))}) ${kept}.push(${item});`;
  const loop = `${each(w, bound.set, item, scope)} { ${test} }`;
  return `(() => { const ${kept} = []; ${loop} return R.table.sortedSet(${kept}); })()`;
}

/** A loop over a set in the order of its elements. */
function each(w: Writer, set: Expression, item: string, scope: Scope): string {
  const at = w.unit.place(set);
  if (set.kind === "infix" && set.operator === "..") {
    const [from, to] = [set.left, set.right].map((e) => `R.number(${w.value(e, scope)}, ${at})`);
    const end = w.unit.fresh("to");
    return `for (let ${item} = ${from ?? ""}, ${end} = ${to ?? ""}; ${item} <= ${end}; ${item}++)`;
  }
  return `for (const ${item} of R.elements(${w.value(set, scope)}, ${at}))`;
}

export function map(w: Writer, e: ExpressionOf<"map">, scope: Scope): string {
  const made = w.unit.fresh("made");
  const written = loops(w, e.bindings, scope, (inner) => {
    return `${made}.push(${w.owned(e.value, inner)});`;
  });
  const set = `R.setOf(${made}, ${w.unit.place(e)})`;
  return `(() => { const ${made} = []; ${written} return ${set}; })()`;
}

export function choose(w: Writer, e: ExpressionOf<"choose">, scope: Scope): string {
  const found = w.unit.fresh("found");
  const { binding: bound } = e;
  const item = (inner: Scope): string => {
    const code = (name: string | undefined) => {
      const meaning = name === undefined ? undefined : inner.bound.get(name);
      return meaning?.is === "value" ? meaning.code : "";
    };
    if (!bound.tuple) return code(bound.names[0]);
    return `R.table.tuple([${bound.names.map(code).join()}])`;
  };
  const label = w.unit.fresh("search");
  const written = loops(w, [bound], scope, (inner) => {
    const take = `${found}.push(${item(inner)}); if (R.choosesFirst) break ${label};`;
    return `if (${w.truth(e.body, inner)}) { ${take} }`;
  });
  const chosen = `return R.chosen(${found}, ${w.unit.place(e)});`;
  return `(() => { const ${found} = []; ${label}: { ${written} } ${chosen} })()`;
}

/** `[x \in S |-> value]` */
export function functionOf(w: Writer, e: ExpressionOf<"function">, scope: Scope): string {
  const { bindings } = e;
  const at = w.unit.place(e);
  const [first] = bindings;
  const names = bindings.flatMap((bound) => bound.names);
  const simple = bindings.length === 1 && names.length === 1 && first?.tuple === false;
  const item = w.unit.fresh(simple ? (names[0] as string) : "item");
  const bound = names.map((name, k): [string, Bound] => {
    const code = simple ? item : `R.apply(${item}, ${String(k + 1)}, ${at})`;
    return [name, { is: "value", code, lazy: false }];
  });
  const value = `(${item}) => ${w.owned(e.value, binding(scope, bound))}`;
  if (simple && first !== undefined && isRange(first.set) && first.set.kind === "infix") {
    const { left, right } = first.set;
    if (left.kind === "number" && left.value === 1) {
      return `R.sequence(R.number(${w.value(right, scope)}, ${at}), ${value})`;
    }
  }
  return `R.over(${domain(w, bindings, scope, simple)}, ${value}, ${at})`;
}

/** With several bound names the arguments are tuples. */
function domain(w: Writer, bindings: readonly Binding[], scope: Scope, simple: boolean): string {
  const sets = bindings.map((bound) => ({ bound, code: w.value(bound.set, scope) }));
  const [only] = sets;
  if (only !== undefined && sets.length === 1 && (simple || only.bound.tuple)) return only.code;
  const parts = sets.flatMap(({ bound, code }) => bound.names.map(() => code));
  return `R.lazy({ form: "times", sets: [${parts.join()}] })`;
}
