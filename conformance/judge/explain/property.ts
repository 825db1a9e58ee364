/** Why a property is false: for which servers, in which part of it, with which values. */
import type { Environment, Expression, ExpressionOf, Interpreter, Value } from "../../tla/index.js";
import { EvaluationError } from "../../tla/index.js";
import type { PropertyShown, Valued } from "../../verdict/explanation.js";
import type { Pair } from "../course.js";
import type { Machine } from "../machine.js";
import { passage } from "./passages.js";
import { valuesIn } from "./parts.js";

export function propertyShown(
  { text }: Machine,
  interpreter: Interpreter,
  { before, after }: Pair,
  operator: string,
  label: string,
): PropertyShown | undefined {
  const definition = text.spec.definitions.get(operator);
  if (definition === undefined) return undefined;
  const ofStep = interpreter.readsNext(definition.body, { ...nowhere, state: before, next: after });
  const states = ofStep ? { state: before, next: after } : { state: after, next: null };
  const found = falsePart(interpreter, definition.body, { ...states, locals: new Map() }, []);
  return {
    ...passage(text, found.expression.at),
    name: label.split(" ")[0] ?? label,
    title: operator,
    witnesses: found.witnesses,
    values: valuesIn(text, interpreter, found.expression, found.environment),
  };
}

const nowhere = { locals: new Map<string, Value>() };

interface FalsePart {
  readonly expression: Expression;
  readonly environment: Environment;
  readonly witnesses: readonly Valued[];
}

/** The smallest part that has to be true for the whole to be, and is not. */
function falsePart(
  interpreter: Interpreter,
  e: Expression,
  at: Environment,
  witnesses: readonly Valued[],
): FalsePart {
  const into = (part: Expression, inside: Environment, more: readonly Valued[] = []): FalsePart =>
    falsePart(interpreter, part, inside, [...witnesses, ...more]);
  const here = { expression: e, environment: at, witnesses };
  switch (e.kind) {
    case "junction": {
      if (e.operator === "\\/") return here;
      const item = e.items.find((one) => !isTrue(interpreter, one, at));
      return item === undefined ? here : into(item, at);
    }
    case "quantifier": {
      const found = e.operator === "\\A" ? witness(interpreter, e, at) : null;
      return found === null ? here : into(found.body, found.environment, found.bound);
    }
    case "let":
      return into(e.body, interpreter.withLet(at, e.definitions));
    case "if":
      return into(isTrue(interpreter, e.condition, at) ? e.then : e.otherwise, at);
    case "name":
    case "apply": {
      const inside = interpreter.enter(e, at);
      const body = inside?.body;
      const opens = body?.kind === "quantifier" || body?.kind === "junction";
      return inside !== null && opens ? into(inside.body, inside.environment) : here;
    }
    default:
      return here;
  }
}

/** For which values of its names a `\A` is false. */
function witness(
  interpreter: Interpreter,
  e: ExpressionOf<"quantifier">,
  at: Environment,
): { body: Expression; environment: Environment; bound: Valued[] } | null {
  const names = e.bindings.flatMap(({ names: own, set }) => own.map((name) => ({ name, set })));
  const search = (k: number, environment: Environment, bound: Valued[]): Environment | null => {
    const next = names[k];
    if (next === undefined) return isTrue(interpreter, e.body, environment) ? null : environment;
    for (const value of interpreter.table.items(interpreter.evaluate(next.set, environment))) {
      bound[k] = { text: next.name, value: interpreter.table.text(value) };
      const found = search(k + 1, interpreter.bind(environment, next.name, value), bound);
      if (found !== null) return found;
    }
    return null;
  };
  const bound: Valued[] = [];
  const environment = search(0, at, bound);
  return environment === null ? null : { body: e.body, environment, bound };
}

/** What cannot be evaluated is not true. */
function isTrue(interpreter: Interpreter, e: Expression, at: Environment): boolean {
  try {
    return interpreter.evaluate(e, at) === true;
  } catch (error) {
    if (error instanceof EvaluationError) return false;
    throw error;
  }
}
