// Promise: the value of an expression, straight from its tree, or the error that TLC would raise.
import type { Choice } from "../compile/runtime.js";
import type { Value } from "../evaluator.js";
import { EvaluationError, located } from "../evaluation-error.js";
import type { Config, Expression, Spec } from "../syntax/ast.js";
import { Operations } from "../value/operations.js";
import type { ValueTable } from "../value/table.js";
import { boolean } from "../value/wanted.js";
import { Application } from "./application.js";
import { letScope, type Operator } from "./calls.js";
import { argument, ownValues, type Evaluation } from "./evaluation.js";
import { inScope, type Frame } from "./frame.js";
import { except, fcn, functions, OLD, record, records } from "./functions.js";
import { globalsOf, type Global } from "./globals.js";
import { infix } from "./infix.js";
import { caseOf, choose, junction, quantifier } from "./logic.js";
import { Names } from "./names.js";
import { nextState, step } from "./next-state.js";
import { prefix } from "./prefix.js";
import { ReadSets } from "./reads.js";
import type { Scope } from "./scope.js";
import { filter, map, product } from "./sets.js";
import { standard } from "./standard.js";

interface Options {
  readonly print: (value: Value) => void;
  readonly choice: Choice;
}

export class Expressions implements Evaluation {
  readonly spec: Spec;
  readonly table: ValueTable;
  readonly operations: Operations;
  readonly globals: ReadonlyMap<string, Global>;
  readonly reads: ReadSets;
  readonly #choice: Choice;
  readonly #names: Names;
  readonly #application: Application;
  /** Whether an action has a successor; who can say that comes later. */
  enabled: (action: Expression, frame: Frame) => boolean = () => {
    throw new EvaluationError("ENABLED needs actions");
  };

  constructor(spec: Spec, config: Config, table: ValueTable, { print, choice }: Options) {
    this.spec = spec;
    this.table = table;
    this.operations = new Operations(table);
    this.globals = globalsOf(spec, config, table);
    this.reads = new ReadSets(this.globals);
    this.#choice = choice;
    const { globals, reads } = this;
    const known = { globals, reads, standard: standard(this.operations, print) };
    this.#names = new Names(this, known);
    this.#application = new Application(this, { ...known, names: this.#names });
  }

  evaluate(e: Expression, f: Frame): Value {
    try {
      return this.#evaluate(e, f);
    } catch (error) {
      if (error instanceof EvaluationError && error.at === null) {
        throw new EvaluationError(error.problem, e.at);
      }
      throw error;
    }
  }

  truth(e: Expression, f: Frame): boolean {
    const value = this.evaluate(e, f);
    if (typeof value === "boolean") return value;
    return located(e.at, () => boolean(value, "this"));
  }

  /** The operator that `name` stands for, if it is one of the spec with a text. */
  operator(name: string, scope: Scope): Operator | null {
    return this.#names.operator(name, scope);
  }

  /** Applies an operator of the spec to values. */
  call(name: string, values: readonly Value[], f: Frame): Value {
    return this.#application.call(name, values, f);
  }

  /** Values that the configuration gave, which live as long as this does. */
  *roots(): Iterable<Value> {
    for (const global of this.globals.values()) if (global.kind === "value") yield global.value;
  }

  /** Forgets what was found out on the way: its values may leave the table. */
  forget(): void {
    this.#names.forget();
    this.#application.forget();
  }

  #evaluate(e: Expression, f: Frame): Value {
    switch (e.kind) {
      case "boolean":
      case "number":
      case "string":
        return e.value;
      case "name":
        return this.#names.value(e.name, f);
      case "old":
        return this.#names.value(OLD, f);
      case "apply":
        return this.#application.apply(e.name, e.arguments, f);
      case "let":
        return this.evaluate(e.body, inScope(f, letScope(e.definitions, f.scope)));
      case "infix":
        return infix(this, e, f);
      case "prefix":
        return prefix(this, this.enabled, e, f);
      case "junction":
        return junction(this, e, f);
      case "if":
        return this.evaluate(this.truth(e.condition, f) ? e.then : e.otherwise, f);
      case "case":
        return caseOf(this, e, f);
      case "quantifier":
        return quantifier(this, e, f);
      case "choose":
        return choose(this, this.#choice, e, f);
      case "set":
        return this.table.set(ownValues(this, e.items, f));
      case "filter":
        return filter(this, e, f);
      case "map":
        return map(this, e, f);
      case "product":
        return product(this, e, f);
      case "tuple":
        return this.table.tuple(ownValues(this, e.items, f));
      case "index":
        return this.operations.apply(this.evaluate(e.of, f), argument(this, e.arguments, f));
      case "field":
        return this.operations.apply(this.evaluate(e.of, f), e.name);
      case "function":
        return fcn(this, e, f);
      case "functions":
        return functions(this, e, f);
      case "record":
        return record(this, e, f);
      case "records":
        return records(this, e, f);
      case "except":
        return except(this, e, f);
      case "prime":
        return this.evaluate(e.of, nextState(f));
      case "step":
        return step(this, e, f);
      case "fairness":
        throw new EvaluationError("fairness is a matter of infinite behaviours: TLC checks it");
      case "lambda":
        throw new EvaluationError("LAMBDA is an operator, no value");
    }
  }
}
