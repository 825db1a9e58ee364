import type { Definition, Expression } from "../syntax/ast.js";
import { bindLet } from "./bind.js";
import { loops } from "./loops.js";
import { binding, INITIAL, NO_NAMES, STEP, type Bound, type Scope } from "./scope.js";
import type { Steps } from "./steps.js";

/** The named action that a step is reported as, and the code of its parameters. */
interface Named {
  readonly name: string;
  readonly parameters: readonly string[];
}

/**
 * The statements that call `each` with every step of `e`. As TLC does, disjunctions and `\E` are
 * opened, through operators, down to the actions; a step bears the name of the innermost one.
 */
export function writeNext(steps: Steps, e: Expression, name: string): string {
  return walk(steps, e, STEP, { name, parameters: [] });
}

function walk(steps: Steps, e: Expression, scope: Scope, named: Named): string {
  if (e.kind === "junction" && e.operator === "\\/") {
    return e.items.map((item) => `{ ${walk(steps, item, scope, named)} }`).join(" ");
  }
  if (e.kind === "quantifier" && e.operator === "\\E") {
    return `{ ${loops(steps, e.bindings, scope, (inner) => walk(steps, e.body, inner, named))} }`;
  }
  if (e.kind === "let") {
    const { prelude, scope: inner } = bindLet(steps, e, scope);
    return `{ ${prelude} ${walk(steps, e.body, inner, named)} }`;
  }
  if (e.kind === "name" || e.kind === "apply") {
    const meaning = steps.unit.dictionary.meaning(e.name);
    const args = e.kind === "apply" ? e.arguments : [];
    if (meaning?.is === "definition" && isOpened(steps, meaning.definition, args, scope)) {
      return open(steps, meaning.definition, args, scope);
    }
  }
  return `${told(named)} ${steps.step(e, scope, (assigned) => found(steps, e, assigned, named))}`;
}

function isOpened(
  steps: Steps,
  { parameters, recursive }: Definition,
  args: readonly Expression[],
  scope: Scope,
): boolean {
  return (
    !recursive &&
    parameters.length === args.length &&
    parameters.every(({ arity }) => arity === 0) &&
    args.every((argument) => steps.unit.analysis.readsIn(argument, scope.bound).next.size === 0)
  );
}

function open(
  steps: Steps,
  definition: Definition,
  args: readonly Expression[],
  scope: Scope,
): string {
  const prelude: string[] = [];
  const parameters: string[] = [];
  const bound = definition.parameters.map(({ name }, k): [string, Bound] => {
    const code = steps.unit.fresh(name);
    prelude.push(`const ${code} = ${steps.owned(args[k] as Expression, scope)};`);
    parameters.push(code);
    return [name, { is: "value", code, lazy: false }];
  });
  const inner = binding({ ...scope, ...NO_NAMES }, bound);
  const named = { name: definition.name, parameters };
  const { kind } = definition.body;
  const isLeaf = kind === "junction" && definition.body.operator === "/\\";
  const action = isLeaf ? steps.action(definition, new Set()) : null;
  if (action === null)
    return `{ ${prelude.join(" ")} ${walk(steps, definition.body, inner, named)} }`;
  found(steps, definition.body, action.assigned, named);
  const call = `${action.name}(${["S", "N", "done", ...parameters].join(", ")});`;
  return `{ ${prelude.join(" ")} ${told(named)} ${call} }`;
}

function found(
  steps: Steps,
  e: Expression,
  assigned: ReadonlySet<number>,
  { name }: Named,
): string {
  requireAll(steps, e, assigned, name);
  return "done();";
}

/** Says which action is tried, for `done`, which then needs no function of its own for each. */
function told({ name, parameters }: Named): string {
  const few = parameters.length <= 3;
  const slots = few ? parameters.map((code, k) => `p${String(k)} = ${code};`) : [];
  const all = few ? "" : ` all = [${parameters.join(", ")}];`;
  const count = few ? parameters.length : 4;
  return `action = ${JSON.stringify(name)}; count = ${String(count)}; ${slots.join(" ")}${all}`;
}

/** The function that calls `each` with every step from a state. */
export function successorsOf(statements: string, variables: number): string {
  const few = ["[]", "[p0]", "[p0, p1]", "[p0, p1, p2]"];
  const args = few.map((list, k) => `count === ${String(k)} ? ${list} : `).join("");
  return [
    "function successors(S, each) {",
    `const N = new Array(${String(variables)}); let action, count, p0, p1, p2, all;`,
    `const done = () => { each(action, ${args}all, N.slice()); };`,
    `${statements} }`,
  ].join("\n");
}

/** A whole state, or an error that names what has no value. */
export function requireAll(
  steps: Steps,
  e: Expression,
  assigned: ReadonlySet<number>,
  name: string,
): void {
  const missing = steps.unit.dictionary.variables.filter((_, k) => !assigned.has(k));
  if (missing.length === 0) return;
  steps.unit.refuse(`${name} leaves ${missing.join(", ")} without a value`, e);
}

/** The statements that call `each` with every initial state. */
export function writeInitial(steps: Steps, e: Expression, name: string): string {
  return steps.step(e, INITIAL, (assigned) => {
    requireAll(steps, e, assigned, name);
    return "each(N.slice());";
  });
}
