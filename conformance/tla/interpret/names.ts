// Promise: a name is worth what it is bound to, or else what the spec defines, evaluated once.
import type { Value } from "../evaluator.js";
import { EvaluationError } from "../evaluation-error.js";
import type { Expression } from "../syntax/ast.js";
import type { Operator } from "./calls.js";
import type { Evaluation } from "./evaluation.js";
import { inScope, type Frame } from "./frame.js";
import type { Global } from "./globals.js";
import type { ReadSets } from "./reads.js";
import { find, type Bound, type Scope } from "./scope.js";
import type { Standard } from "./standard.js";

const isOperator = (name: string) => new EvaluationError(`${name} is an operator, no value`);

interface Known {
  readonly globals: ReadonlyMap<string, Global>;
  readonly reads: ReadSets;
  readonly standard: Standard;
}

export class Names {
  readonly #evaluation: Evaluation;
  readonly #globals: ReadonlyMap<string, Global>;
  readonly #reads: ReadSets;
  readonly #standard: Standard;
  /** What definitions are worth that read no state. */
  readonly #constants = new Map<string, Value>();

  constructor(evaluation: Evaluation, { globals, reads, standard }: Known) {
    this.#evaluation = evaluation;
    this.#globals = globals;
    this.#reads = reads;
    this.#standard = standard;
  }

  value(name: string, f: Frame): Value {
    const bound = find(f.scope, name);
    if (bound !== null) return this.#bound(name, bound, f);
    const global = this.#globals.get(name);
    if (global === undefined) return this.#standard(name, []);
    switch (global.kind) {
      case "value":
        return global.value;
      case "variable":
        return variable(name, f.state?.[global.index], f);
      case "unset":
        throw new EvaluationError(`the constant ${name} has no value: give it one`);
      case "definition":
        if (global.parameters.length > 0) throw isOperator(name);
        return this.#definition(name, global.body, f);
    }
  }

  /** The operator that `name` stands for, if it is one of the spec with a text. */
  operator(name: string, scope: Scope): Operator | null {
    const bound = find(scope, name);
    if (bound?.kind === "operator") return bound;
    if (bound?.kind === "delayed") {
      const { expression } = bound;
      return { name, parameters: [], body: expression, scope: bound.scope };
    }
    if (bound?.kind === "value") return null;
    const global = this.#globals.get(bound?.name ?? name);
    return global?.kind === "definition" ? global : null;
  }

  /** Forgets what was found out on the way. */
  forget(): void {
    this.#constants.clear();
  }

  #definition(name: string, body: Expression, f: Frame): Value {
    const known = this.#constants.get(name);
    if (known !== undefined) return known;
    const value = this.#evaluation.evaluate(body, inScope(f, null));
    if (!this.#reads.state(body, null)) this.#constants.set(name, value);
    return value;
  }

  #bound(name: string, bound: Bound, f: Frame): Value {
    if (bound.kind === "value") return bound.value;
    if (bound.kind === "named") return this.value(bound.name, inScope(f, null));
    if (bound.kind === "operator") {
      if (bound.parameters.length > 0) throw isOperator(name);
      return this.#evaluation.evaluate(bound.body, inScope(f, bound.scope));
    }
    if (bound.known !== null && bound.known.state === f.state) return bound.known.value;
    const value = this.#evaluation.evaluate(bound.expression, inScope(f, bound.scope));
    if (f.steady && !this.#reads.next(bound.expression, bound.scope)) {
      bound.known = { state: f.state, value };
    }
    return value;
  }
}

function variable(name: string, value: Value | undefined, f: Frame): Value {
  if (value !== undefined) return value;
  throw new EvaluationError(
    f.state === null
      ? `the variable ${name} has no value where there is no state`
      : `the variable ${name} has no value yet at this point`,
  );
}
