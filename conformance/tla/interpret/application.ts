// Promise: an operator that is applied is worth its body, or what its standard module says.
import type { Value } from "../evaluator.js";
import { EvaluationError } from "../evaluation-error.js";
import type { Expression } from "../syntax/ast.js";
import { own } from "../value/lazy-set.js";
import { argumentScope, given, valueScope, type Operator } from "./calls.js";
import type { Evaluation } from "./evaluation.js";
import { inScope, type Frame } from "./frame.js";
import type { Global } from "./globals.js";
import { Memo } from "./memo.js";
import type { Names } from "./names.js";
import type { ReadSets } from "./reads.js";
import { find, withBound } from "./scope.js";
import type { Standard } from "./standard.js";

interface Known {
  readonly names: Names;
  readonly globals: ReadonlyMap<string, Global>;
  readonly reads: ReadSets;
  readonly standard: Standard;
}

export class Application {
  readonly #evaluation: Evaluation;
  readonly #known: Known;
  readonly #memo = new Memo();

  constructor(evaluation: Evaluation, known: Known) {
    this.#evaluation = evaluation;
    this.#known = known;
  }

  /** Applies an operator to expressions. */
  apply(name: string, args: readonly Expression[], f: Frame): Value {
    if (name === "SelectSeq") return this.#selectSeq(args, f);
    const operator = this.#known.names.operator(name, f.scope);
    if (operator === null) {
      const values = args.map((argument) => this.#evaluation.evaluate(argument, f));
      return this.#standard(name, values, f);
    }
    const body = inScope(f, argumentScope(operator, args, f.scope));
    return this.#isRecursive(operator)
      ? this.#recursive(operator, body)
      : this.#evaluation.evaluate(operator.body, body);
  }

  /** Applies an operator to values. */
  call(name: string, values: readonly Value[], f: Frame): Value {
    const operator = this.#known.names.operator(name, f.scope);
    if (operator === null) return this.#standard(name, values, f);
    return this.#evaluation.evaluate(operator.body, inScope(f, valueScope(operator, values)));
  }

  /** Forgets what was found out on the way. */
  forget(): void {
    this.#memo.clear();
  }

  /** `name` may be a parameter that stands for the standard operator. */
  #standard(name: string, values: readonly Value[], f: Frame): Value {
    const bound = find(f.scope, name);
    return this.#known.standard(bound?.kind === "named" ? bound.name : name, values);
  }

  #selectSeq(args: readonly Expression[], f: Frame): Value {
    const [of, test] = args as [Expression, Expression];
    const bound = given("SelectSeq", 1, test, f.scope);
    const inner = inScope(f, withBound(f.scope, "SelectSeq", bound));
    const sequence = this.#evaluation.evaluate(of, f);
    return this.#evaluation.operations.sequences.selectSeq(sequence, (item) =>
      this.call("SelectSeq", [item], inner),
    );
  }

  #isRecursive({ name, body }: Operator): boolean {
    const global = this.#known.globals.get(name);
    return global?.kind === "definition" && global.recursive && global.body === body;
  }

  /** A recursive operator that reads no state is worth the same for the same arguments. */
  #recursive(operator: Operator, f: Frame): Value {
    const { body } = operator;
    if (this.#known.reads.state(body, null)) return this.#evaluation.evaluate(body, f);
    const values = this.#arguments(operator, f);
    if (values === null) return this.#evaluation.evaluate(body, f);
    return this.#memo.of(body, values, () =>
      this.#evaluation.evaluate(body, inScope(f, valueScope(operator, values))),
    );
  }

  /** The arguments of an operator, or null when one has no value: it may not be needed. */
  #arguments({ parameters }: Operator, f: Frame): Value[] | null {
    const { names } = this.#known;
    try {
      return parameters.map(({ name }) => own(names.value(name, f), this.#evaluation.table));
    } catch (error) {
      if (error instanceof EvaluationError) return null;
      throw error;
    }
  }
}
