import type { Definition, Expression, ExpressionOf, Parameter } from "../syntax/ast.js";
import { binding, withNames, type Bound, type Scope } from "./scope.js";
import type { Writer } from "./writer.js";

/** The statements to run before, and the scope with the new names. */
export interface Binds {
  readonly prelude: string;
  readonly scope: Scope;
}

/** Whether nothing can go wrong, and little is done, when it is evaluated. */
export function isAtom(w: Writer, e: Expression, scope: Scope): boolean {
  switch (e.kind) {
    case "boolean":
    case "number":
    case "string":
      return true;
    case "old":
      return true;
    case "name": {
      const meaning = w.unit.dictionary.meaning(e.name);
      if (meaning !== null) return meaning.is === "variable" || meaning.is === "constant";
      const bound = scope.bound.get(e.name);
      if (bound?.is === "value") return !bound.code.endsWith("()");
      return bound?.is === "expression" && isAtom(w, bound.of, withNames(scope, bound.in));
    }
    default: {
      const reads = w.unit.analysis.readsIn(e, scope.bound);
      const closed = reads.now.size + reads.next.size + reads.local.size === 0;
      const foldable = closed && !reads.old && !reads.calls && !reads.effects;
      return foldable && w.unit.fold(e, w.value(e, scope)) !== null;
    }
  }
}

/** The names of a LET: what is asked for once is written there, the rest is evaluated lazily. */
export function bindLet(w: Writer, e: ExpressionOf<"let">, outer: Scope): Binds {
  let scope = outer;
  const prelude: string[] = [];
  const recursive = e.definitions.filter((definition) => definition.recursive);
  scope = binding(
    scope,
    recursive.map((definition) => [
      definition.name,
      { is: "function", code: w.unit.fresh(definition.name), definition },
    ]),
  );
  e.definitions.forEach((definition, k) => {
    const { name, parameters, body } = definition;
    if (definition.recursive) prelude.push(localFunction(w, definition, scope));
    else if (parameters.length > 0) {
      scope = binding(scope, [[name, { is: "operator", parameters, body, in: scope }]]);
    } else {
      const later = e.definitions.slice(k + 1).map((one) => one.body);
      const bound = bindOne(w, { name, value: body, body: e.body, later }, scope, scope);
      prelude.push(bound.prelude);
      scope = binding(scope, [[name, bound.is]]);
    }
  });
  return { prelude: prelude.join(" "), scope };
}

function localFunction(w: Writer, definition: Definition, scope: Scope): string {
  const own = scope.bound.get(definition.name);
  const code = own?.is === "function" ? own.code : "";
  const names = definition.parameters.map(({ name }) => [name, w.unit.fresh(name)] as const);
  const inner = binding(
    scope,
    names.map(([name, js]) => [name, { is: "value", code: js, lazy: true }]),
  );
  const parameters = names.map(([, js]) => js).join();
  return `const ${code} = (${parameters}) => ${w.value(definition.body, inner)};`;
}

/** The parameters of an operator that is written in place, bound to what it is given. */
export function bindArguments(
  w: Writer,
  operator: { readonly parameters: readonly Parameter[]; readonly body: Expression },
  args: readonly Expression[],
  given: Scope,
  names: Scope,
): Binds {
  const prelude: string[] = [];
  const entries: [string, Bound][] = operator.parameters.map(({ name, arity }, k) => {
    const argument = args[k] as Expression;
    if (arity > 0) return [name, operatorArgument(w, argument, given)];
    const bound = bindOne(
      w,
      { name, value: argument, body: operator.body, later: [] },
      given,
      names,
    );
    prelude.push(bound.prelude);
    return [name, bound.is];
  });
  return { prelude: prelude.join(" "), scope: binding(names, entries) };
}

function operatorArgument(w: Writer, argument: Expression, given: Scope): Bound {
  if (argument.kind === "lambda") {
    return { is: "operator", parameters: argument.parameters, body: argument.body, in: given };
  }
  if (argument.kind === "name") {
    const bound = given.bound.get(argument.name);
    if (bound !== undefined) return bound;
    const meaning = w.unit.dictionary.meaning(argument.name);
    if (meaning?.is === "definition") {
      const { parameters, body } = meaning.definition;
      return { is: "operator", parameters, body, in: { bound: new Map(), old: null } };
    }
  }
  return w.unit.refuse("an operator is wanted here: its name, or LAMBDA", argument);
}

interface Naming {
  readonly name: string;
  readonly value: Expression;
  readonly body: Expression;
  /** Other expressions that may mention the name. */
  readonly later: readonly Expression[];
}

function bindOne(
  w: Writer,
  { name, value, body, later }: Naming,
  given: Scope,
  inside: Scope,
): { prelude: string; is: Bound } {
  const { analysis, strictness } = w.unit;
  const reads = analysis.readsIn(value, given.bound);
  const asked = [body, ...later].reduce((sum, e) => sum + analysis.uses(e, name), 0);
  const rigid = reads.now.size === 0 && reads.next.size === 0;
  const isPrimed = !rigid && [body, ...later].some((e) => analysis.primes(e, name));
  const written: Bound = {
    is: "expression",
    of: value,
    in: { bound: given.bound, old: given.old },
  };
  if (reads.next.size > 0 || isPrimed) return { prelude: "", is: written };
  const isName = value.kind === "name" && w.unit.dictionary.meaning(value.name) === null;
  if (asked <= 1 || isName || isAtom(w, value, given)) return { prelude: "", is: written };
  const lazy = w.mayBeLazy(value, given);
  const code = w.unit.fresh(name);
  const from = withNames(inside, given);
  if (strictness.strict(body, name)) {
    return {
      prelude: `const ${code} = ${w.value(value, from)};`,
      is: { is: "value", code, lazy },
    };
  }
  const thunk = `() => ${code} === undefined ? (${code} = ${w.value(value, from)}) : ${code}`;
  return {
    prelude: `let ${code}; const ${code}$ = ${thunk};`,
    is: { is: "value", code: `${code}$()`, lazy },
  };
}
