// Promise: the steps of Next, each under the name of the definition that says what it does.
import type { State, Value } from "../evaluator.js";
import { EvaluationError } from "../evaluation-error.js";
import type { Expression, ExpressionOf } from "../syntax/ast.js";
import { own } from "../value/lazy-set.js";
import type { Actions } from "./actions.js";
import { someBinding } from "./bindings.js";
import { valueScope } from "./calls.js";
import type { Expressions } from "./expressions.js";
import { inScope, type Frame } from "./frame.js";

/** The definition that a walk is inside of, and what it was applied to. */
interface Inside {
  readonly action: string;
  readonly args: readonly Value[];
}

type Each = (action: string, args: readonly Value[], next: State) => void;

/**
 * Walks through the disjunctions and the \E of `e`, and through the definitions that these name;
 * what is neither is an action of the innermost definition, as TLC labels it.
 */
export function walkNext(
  expressions: Expressions,
  actions: Actions,
  e: Expression,
  state: State,
  inside: Inside,
  each: Each,
): void {
  const walk = (part: Expression, f: Frame, within: Inside): void => {
    if (part.kind === "junction" && part.operator === "\\/") {
      for (const item of part.items) walk(item, f, within);
      return;
    }
    if (part.kind === "quantifier" && part.operator === "\\E") {
      someBinding(expressions, part.bindings, f, (inner) => {
        walk(part.body, inner, within);
        return false;
      });
      return;
    }
    if (part.kind === "name" || part.kind === "apply") {
      const named = definitionOf(expressions, part, f);
      if (named !== null) {
        walk(named.body, named.frame, named.inside);
        return;
      }
    }
    actions.steps(part, state, f.scope, (next) => {
      each(within.action, within.args, next);
    });
  };
  walk(e, { state, next: null, scope: null, steady: true }, inside);
}

/** The definition that `e` applies to values; an argument that is an action is none. */
function definitionOf(
  expressions: Expressions,
  e: ExpressionOf<"name" | "apply">,
  f: Frame,
): { body: Expression; frame: Frame; inside: Inside } | null {
  const given = e.kind === "apply" ? e.arguments : [];
  const operator = expressions.operator(e.name, f.scope);
  if (operator === null || operator.scope !== null) return null;
  if (given.some((argument) => expressions.reads.next(argument, f.scope))) return null;
  if (operator.parameters.some(({ arity }) => arity > 0)) return null;
  const args = given.map((argument) => own(expressions.evaluate(argument, f), expressions.table));
  const scope = valueScope(operator, args);
  return {
    body: operator.body,
    frame: inScope(f, scope),
    inside: { action: operator.name, args },
  };
}

/** INIT and NEXT of the configuration, or what its SPECIFICATION is made of. */
export function behaviour(
  expressions: Expressions,
  names: { specification: string | null; init: string | null; next: string | null },
): { readonly init: Expression; readonly next: Expression; readonly nextName: string } {
  const bodyOf = (name: string, role: string) => {
    const global = expressions.globals.get(name);
    if (global?.kind === "definition") return global.body;
    throw new EvaluationError(`the configuration has ${role} ${name}, which is not defined`);
  };
  if (names.specification === null) {
    const { init, next } = names;
    if (init === null || next === null) {
      throw new EvaluationError("the configuration needs INIT and NEXT, or SPECIFICATION");
    }
    return { init: bodyOf(init, "INIT"), next: bodyOf(next, "NEXT"), nextName: next };
  }
  const parts = conjuncts(bodyOf(names.specification, "SPECIFICATION"), expressions);
  const box = parts.find((part) => part.kind === "prefix" && part.operator === "[]");
  const step = box?.kind === "prefix" && box.of.kind === "step" ? box.of : null;
  const [init] = parts;
  if (step === null || init === undefined || init === box) {
    throw new EvaluationError(`${names.specification} is not of the form Init /\\ [][Next]_vars`);
  }
  const { action } = step;
  const nextName = action.kind === "name" ? action.name : names.specification;
  return { init, next: action, nextName };
}

function conjuncts(e: Expression, expressions: Expressions): readonly Expression[] {
  if (e.kind === "junction" && e.operator === "/\\") return e.items;
  const global = e.kind === "name" ? expressions.globals.get(e.name) : undefined;
  return global?.kind === "definition" ? conjuncts(global.body, expressions) : [e];
}
