// Promise: an evaluator that walks the tree: slow, plain, and able to evaluate any part of it.
import type { Choice } from "../compile/runtime.js";
import type { Evaluator, State, Value } from "../evaluator.js";
import { EvaluationError } from "../evaluation-error.js";
import type { Config, Definition, Expression, Spec } from "../syntax/ast.js";
import type { ValueTable } from "../value/table.js";
import { Actions } from "./actions.js";
import { argumentScope, letScope, valueScope } from "./calls.js";
import { Expressions } from "./expressions.js";
import type { Slots } from "./frame.js";
import { behaviour, walkNext } from "./next.js";
import { scopeOf, withValue, type Scope } from "./scope.js";

/** Where an expression is evaluated: the two states, and what names mean that are no globals. */
export interface Environment {
  readonly state: State | null;
  readonly next: State | null;
  readonly locals: Locals;
}

/** Names with their values, or a scope that `bind`, `withLet` or `enter` has made. */
export type Locals = ReadonlyMap<string, Value> | { readonly scope: Scope };

/** The body of an operator that was applied, and where it is evaluated. */
export interface Entered {
  readonly name: string;
  readonly body: Expression;
  readonly environment: Environment;
}

export interface Interpreter extends Evaluator {
  readonly table: ValueTable;
  /** The value of any expression of the spec, or of one that was parsed on its own. */
  evaluate(expression: Expression, environment: Environment): Value;
  /** Has `expression` a prime in it, here or in what it names? */
  readsNext(expression: Expression, environment: Environment): boolean;
  bind(environment: Environment, name: string, value: Value): Environment;
  /** Inside a LET. */
  withLet(environment: Environment, definitions: readonly Definition[]): Environment;
  /** Inside the operator that `expression` names or applies; null when that has no text. */
  enter(expression: Expression, environment: Environment): Entered | null;
  /** What has to stay in the value table beside what its owner keeps. */
  roots(): Iterable<Value>;
  /** To be called when values have left the table. */
  forget(): void;
}

export interface InterpreterOptions {
  /** Takes what PrintT prints. */
  readonly print?: (value: Value) => void;
  /** With "first", CHOOSE does not look for a second witness. */
  readonly choice?: Choice;
}

const scopeIn = (locals: Locals): Scope => ("scope" in locals ? locals.scope : scopeOf(locals));

/** A stack that overflows is an error of evaluation, as TLC has it. */
function bounded<T>(evaluate: () => T): T {
  try {
    return evaluate();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new EvaluationError("the recursion goes too deep");
  }
}

export function interpreter(
  spec: Spec,
  config: Config,
  table: ValueTable,
  { print = () => undefined, choice = "unique" }: InterpreterOptions = {},
): Interpreter {
  const expressions = new Expressions(spec, config, table, { print, choice });
  const actions = new Actions(expressions);
  const frameOf = ({ state, next, locals }: Environment) => ({
    ...{ state, next, scope: scopeIn(locals), steady: true },
  });
  const actionNamed = (name: string) => {
    const operator = expressions.operator(name, null);
    if (operator !== null) return operator;
    throw new EvaluationError(`${spec.root} has no action ${name}`);
  };
  return {
    table,
    variables: spec.variables.map(({ name }) => name),
    operator: (name) => (state, next, args) =>
      bounded(() => expressions.call(name, args, { state, next, scope: null, steady: true })),
    action(name) {
      const operator = actionNamed(name);
      return (state, args, each) => {
        bounded(() => {
          actions.steps(operator.body, state, valueScope(operator, args), each);
        });
      };
    },
    initial(each) {
      const { init } = behaviour(expressions, config);
      const slots: Slots = spec.variables.map(() => undefined);
      const frame = { state: slots, next: null, scope: null, steady: false };
      bounded(() => {
        actions.ways(init, frame, { slots, primed: false }, () => {
          each(actions.complete(slots, init));
        });
      });
    },
    successors(state, each) {
      const { next, nextName } = behaviour(expressions, config);
      const inside = { action: nextName, args: [] };
      bounded(() => {
        walkNext(expressions, actions, next, state, inside, each);
      });
    },
    evaluate: (expression, environment) =>
      bounded(() => expressions.evaluate(expression, frameOf(environment))),
    readsNext: (expression, { locals }) => expressions.reads.next(expression, scopeIn(locals)),
    bind: (environment, name, value) => ({
      ...environment,
      locals: { scope: withValue(scopeIn(environment.locals), name, value) },
    }),
    withLet: (environment, definitions) => ({
      ...environment,
      locals: { scope: letScope(definitions, scopeIn(environment.locals)) },
    }),
    enter(expression, environment) {
      if (expression.kind !== "name" && expression.kind !== "apply") return null;
      const scope = scopeIn(environment.locals);
      const operator = expressions.operator(expression.name, scope);
      if (operator === null) return null;
      const args = expression.kind === "apply" ? expression.arguments : [];
      const inner = argumentScope(operator, args, scope);
      const { name, body } = operator;
      return { name, body, environment: { ...environment, locals: { scope: inner } } };
    },
    roots: () => expressions.roots(),
    forget: () => {
      expressions.forget();
    },
  };
}
