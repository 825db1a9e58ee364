// Promise: the value of an expression, straight from its tree, or the error that TLC would raise.
import type { Choice } from "../compile/runtime.js";
import type { Value } from "../evaluator.js";
import { EvaluationError, located } from "../evaluation-error.js";
import type { Config, Expression, PathStep, Spec } from "../syntax/ast.js";
import { LazySet, own } from "../value/lazy-set.js";
import { Operations } from "../value/operations.js";
import type { ValueTable } from "../value/table.js";
import { someBinding } from "./bindings.js";
import { inScope, primed, type Frame } from "./frame.js";
import { globalsOf, type Global } from "./globals.js";
import { argumentScope, given, letScope, valueScope, type Operator } from "./calls.js";
import { between } from "./between.js";
import { Memo } from "./memo.js";
import { ReadSets } from "./reads.js";
import { find, withBound, withValue, type Bound, type Scope } from "./scope.js";
import { STANDARD } from "./standard.js";

/** The `@` of the innermost EXCEPT. */
const OLD = "@";

const isOperator = (name: string) => new EvaluationError(`${name} is an operator, no value`);

interface Options {
  readonly print: (value: Value) => void;
  readonly choice: Choice;
}

export class Expressions {
  readonly spec: Spec;
  readonly table: ValueTable;
  readonly operations: Operations;
  readonly globals: ReadonlyMap<string, Global>;
  readonly reads: ReadSets;
  readonly #options: Options;
  /** Whether an action has a successor; who can say that comes later. */
  enabled: (action: Expression, frame: Frame) => boolean = () => {
    throw new EvaluationError("ENABLED needs actions");
  };
  readonly #constants = new Map<string, Value>();
  readonly #memo = new Memo();

  constructor(spec: Spec, config: Config, table: ValueTable, options: Options) {
    this.spec = spec;
    this.table = table;
    this.operations = new Operations(table);
    this.globals = globalsOf(spec, config, table);
    this.#options = options;
    this.reads = new ReadSets(this.globals);
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

  /** The value of what has to be TRUE or FALSE. */
  truth(e: Expression, f: Frame): boolean {
    const value = this.evaluate(e, f);
    if (typeof value === "boolean") return value;
    return located(e.at, () => this.operations.boolean(value, "this"));
  }

  #evaluate(e: Expression, f: Frame): Value {
    const ops = this.operations;
    switch (e.kind) {
      case "boolean":
      case "number":
      case "string":
        return e.value;
      case "name":
        return this.#name(e.name, f);
      case "old":
        return this.#name(OLD, f);
      case "apply":
        return this.#apply(e.name, e.arguments, f);
      case "junction": {
        const decides = e.operator === "\\/";
        for (const item of e.items) if (this.truth(item, f) === decides) return decides;
        return !decides;
      }
      case "infix":
        return this.#infix(e, f);
      case "prefix":
        return this.#prefix(e, f);
      case "prime":
        return this.evaluate(e.of, this.#next(f));
      case "index":
        return ops.apply(this.evaluate(e.of, f), this.#argument(e.arguments, f));
      case "field":
        return ops.apply(this.evaluate(e.of, f), e.name);
      case "tuple":
        return this.table.tuple(this.#owned(e.items, f));
      case "set":
        return this.table.set(this.#owned(e.items, f));
      case "product":
        return new LazySet({ form: "times", sets: this.#sets(e.items, f) });
      case "filter": {
        const set = ops.elements(this.evaluate(e.binding.set, f));
        if (!e.binding.tuple) {
          const name = e.binding.names[0] as string;
          const kept = set.filter((value) => this.truth(e.where, this.#with(f, name, value)));
          return this.table.sortedSet(kept);
        }
        const kept: Value[] = [];
        this.#each([e.binding], f, (inner, [value]) => {
          if (this.truth(e.where, inner)) kept.push(value as Value);
          return false;
        });
        return this.table.sortedSet(kept);
      }
      case "map": {
        const values: Value[] = [];
        this.#each(e.bindings, f, (inner) => {
          values.push(this.#own(e.value, inner));
          return false;
        });
        return this.table.ownedSet(values);
      }
      case "function": {
        const pairs: [Value, Value][] = [];
        this.#each(e.bindings, f, (inner, values) => {
          const argument = values.length === 1 ? values[0] : this.table.tuple(values);
          pairs.push([argument as Value, this.#own(e.value, inner)]);
          return false;
        });
        return this.table.fcn(pairs);
      }
      case "functions": {
        const [from, to] = this.#sets([e.from, e.to], f);
        return new LazySet({ form: "functions", from: from as Value, to: to as Value });
      }
      case "record":
        return this.table.record(e.fields.map(({ name, value }) => [name, this.#own(value, f)]));
      case "records": {
        const sets = this.#sets(
          e.fields.map(({ value }) => value),
          f,
        );
        const fields = e.fields.map(({ name }, k) => [name, sets[k] as Value] as const);
        return new LazySet({ form: "records", fields });
      }
      case "except":
        return e.updates.reduce(
          (value, { path, value: now }) => this.#replaced(value, path, now, f),
          this.evaluate(e.of, f),
        );
      case "if":
        return this.evaluate(this.truth(e.condition, f) ? e.then : e.otherwise, f);
      case "case": {
        const arm = e.arms.find(({ when }) => this.truth(when, f));
        const chosen = arm?.then ?? e.other;
        if (chosen !== null) return this.evaluate(chosen, f);
        throw new EvaluationError("no condition of this CASE is TRUE");
      }
      case "let":
        return this.evaluate(e.body, inScope(f, letScope(e.definitions, f.scope)));
      case "quantifier": {
        const wanted = e.operator === "\\E";
        return (
          this.#each(e.bindings, f, (inner) => this.truth(e.body, inner) === wanted) === wanted
        );
      }
      case "choose":
        return this.#choose(e, f);
      case "step":
        return this.#step(e, f);
      case "fairness":
        throw new EvaluationError("fairness is a matter of infinite behaviours: TLC checks it");
      case "lambda":
        throw new EvaluationError("LAMBDA is an operator, no value");
    }
  }

  // Names and operators.

  #name(name: string, f: Frame): Value {
    const bound = find(f.scope, name);
    if (bound !== null) return this.#bound(name, bound, f);
    const global = this.globals.get(name);
    if (global === undefined) return this.#standard(name, []);
    switch (global.kind) {
      case "value":
        return global.value;
      case "variable":
        return this.#variable(name, f.state?.[global.index], f);
      case "unset":
        throw new EvaluationError(`the constant ${name} has no value: give it one`);
      case "definition":
        if (global.parameters.length > 0) throw isOperator(name);
        return this.#definition(name, global.body, f);
    }
  }

  #variable(name: string, value: Value | undefined, f: Frame): Value {
    if (value !== undefined) return value;
    throw new EvaluationError(
      f.state === null
        ? `the variable ${name} has no value where there is no state`
        : `the variable ${name} has no value yet at this point`,
    );
  }

  #definition(name: string, body: Expression, f: Frame): Value {
    const known = this.#constants.get(name);
    if (known !== undefined) return known;
    const value = this.evaluate(body, inScope(f, null));
    if (!this.reads.state(body, null)) this.#constants.set(name, value);
    return value;
  }

  #bound(name: string, bound: Bound, f: Frame): Value {
    if (bound.kind === "value") return bound.value;
    if (bound.kind === "named") return this.#name(bound.name, inScope(f, null));
    if (bound.kind === "operator") {
      if (bound.parameters.length === 0) return this.evaluate(bound.body, inScope(f, bound.scope));
      throw isOperator(name);
    }
    if (bound.known !== null && bound.known.state === f.state) return bound.known.value;
    const value = this.evaluate(bound.expression, inScope(f, bound.scope));
    if (f.steady && !this.reads.next(bound.expression, bound.scope)) {
      bound.known = { state: f.state, value };
    }
    return value;
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
    const global = this.globals.get(bound?.name ?? name);
    return global?.kind === "definition" ? global : null;
  }

  #apply(name: string, args: readonly Expression[], f: Frame): Value {
    if (name === "SelectSeq") return this.#selectSeq(args, f);
    const operator = this.operator(name, f.scope);
    if (operator !== null) {
      const scope = argumentScope(operator, args, f.scope);
      const global = this.globals.get(operator.name);
      const body = inScope(f, scope);
      if (global?.kind !== "definition" || !global.recursive || operator.body !== global.body) {
        return this.evaluate(operator.body, body);
      }
      return this.#recursive(operator, body);
    }
    const bound = find(f.scope, name);
    const values = args.map((argument) => this.evaluate(argument, f));
    return this.#standard(bound?.kind === "named" ? bound.name : name, values);
  }

  /** A recursive operator that reads no state is worth the same for the same arguments. */
  #recursive(operator: Operator, f: Frame): Value {
    if (this.reads.state(operator.body, null)) return this.evaluate(operator.body, f);
    const values = this.#evaluated(operator, f);
    if (values === null) return this.evaluate(operator.body, f);
    return this.#memo.of(operator.body, values, () =>
      this.evaluate(operator.body, inScope(f, valueScope(operator, values))),
    );
  }

  /** The arguments of an operator, or null when one has no value: it may not be needed. */
  #evaluated(operator: Operator, f: Frame): Value[] | null {
    try {
      return operator.parameters.map(({ name }) => own(this.#name(name, f), this.table));
    } catch (error) {
      if (error instanceof EvaluationError) return null;
      throw error;
    }
  }

  /** Values that the configuration gave, which live as long as this does. */
  *roots(): Iterable<Value> {
    for (const global of this.globals.values()) if (global.kind === "value") yield global.value;
  }

  /** Forgets what was found out on the way: its values may leave the table. */
  forget(): void {
    this.#constants.clear();
    this.#memo.clear();
  }

  /** Applies an operator of the spec to values. */
  call(name: string, values: readonly Value[], f: Frame): Value {
    const operator = this.operator(name, f.scope);
    if (operator !== null) {
      return this.evaluate(operator.body, inScope(f, valueScope(operator, values)));
    }
    const bound = find(f.scope, name);
    return this.#standard(bound?.kind === "named" ? bound.name : name, values);
  }

  #standard(name: string, values: readonly Value[]): Value {
    if (name === "PrintT") {
      this.#options.print(own(values[0] as Value, this.table));
      return true;
    }
    const operator = STANDARD.get(name);
    if (operator !== undefined) return operator(this.operations, values);
    throw new EvaluationError(`there is no ${name}`);
  }

  #selectSeq(args: readonly Expression[], f: Frame): Value {
    const [of, test] = args as [Expression, Expression];
    const bound = given("SelectSeq", 1, test, f.scope);
    const scope = withBound(f.scope, "SelectSeq", bound);
    return this.operations.selectSeq(this.evaluate(of, f), (item) =>
      this.call("SelectSeq", [item], inScope(f, scope)),
    );
  }

  // Operators between values.

  #infix(e: Extract<Expression, { kind: "infix" }>, f: Frame): Value {
    if (e.operator === "=>") return !this.truth(e.left, f) || this.truth(e.right, f);
    if (e.operator === "<=>") return this.truth(e.left, f) === this.truth(e.right, f);
    if (e.operator === "~>") {
      throw new EvaluationError("~> is a matter of infinite behaviours: TLC checks it");
    }
    return between(
      this.operations,
      e.operator,
      this.evaluate(e.left, f),
      this.evaluate(e.right, f),
    );
  }

  #prefix(e: Extract<Expression, { kind: "prefix" }>, f: Frame): Value {
    const ops = this.operations;
    switch (e.operator) {
      case "~":
        return !this.truth(e.of, f);
      case "-":
        return ops.negative(this.evaluate(e.of, f));
      case "SUBSET": {
        const [of] = this.#sets([e.of], f);
        return new LazySet({ form: "SUBSET", of: of as Value });
      }
      case "UNION":
        return ops.union(this.evaluate(e.of, f));
      case "DOMAIN":
        return ops.domain(this.evaluate(e.of, f));
      case "UNCHANGED":
        return ops.equal(this.evaluate(e.of, this.#next(f)), this.evaluate(e.of, f));
      case "ENABLED":
        return this.enabled(e.of, f);
      case "[]":
      case "<>":
        throw new EvaluationError(
          `${e.operator} is a matter of infinite behaviours: TLC checks it`,
        );
    }
  }

  #step(e: Extract<Expression, { kind: "step" }>, f: Frame): boolean {
    const same = () =>
      this.operations.equal(
        this.evaluate(e.subscript, this.#next(f)),
        this.evaluate(e.subscript, f),
      );
    return e.angle ? this.truth(e.action, f) && !same() : this.truth(e.action, f) || same();
  }

  #choose(e: Extract<Expression, { kind: "choose" }>, f: Frame): Value {
    const found: Value[] = [];
    this.#each([e.binding], f, (inner, [value]) => {
      if (this.truth(e.body, inner)) found.push(value as Value);
      return found.length > (this.#options.choice === "unique" ? 1 : 0);
    });
    const [first, second] = found;
    if (first === undefined) throw new EvaluationError("nothing that CHOOSE could choose");
    if (second === undefined) return first;
    const [a, b] = [this.table.text(first), this.table.text(second)];
    throw new EvaluationError(`CHOOSE could choose ${a} and ${b}: make it choose one`);
  }

  #replaced(f: Value, path: readonly PathStep[], now: Expression, frame: Frame): Value {
    const [step, ...rest] = path;
    if (step === undefined) return this.#own(now, this.#with(frame, OLD, f));
    const argument = step.kind === "field" ? step.name : this.#argument(step.arguments, frame);
    return this.operations.except(f, own(argument, this.table), (old) =>
      this.#replaced(old, rest, now, frame),
    );
  }

  // Small things.

  #next(f: Frame): Frame {
    if (f.next !== null) return primed(f);
    throw new EvaluationError("there is no next state here that a prime could speak of");
  }

  #with(f: Frame, name: string, value: Value): Frame {
    return inScope(f, withValue(f.scope, name, value));
  }

  #own(e: Expression, f: Frame): Value {
    return own(this.evaluate(e, f), this.table);
  }

  #owned(items: readonly Expression[], f: Frame): Value[] {
    return items.map((item) => this.#own(item, f));
  }

  /** `f[a, b]` is `f[<<a, b>>]`. */
  #argument(args: readonly Expression[], f: Frame): Value {
    const [only, ...more] = args;
    if (more.length > 0) return this.table.tuple(this.#owned(args, f));
    return this.evaluate(only as Expression, f);
  }

  #sets(items: readonly Expression[], f: Frame): Value[] {
    return items.map((item) => {
      const value = this.evaluate(item, f);
      if (!(value instanceof LazySet)) located(item.at, () => this.operations.elements(value));
      return value;
    });
  }

  #each(
    bindings: Extract<Expression, { kind: "map" }>["bindings"],
    f: Frame,
    visit: (inner: Frame, values: readonly Value[]) => boolean,
  ): boolean {
    return someBinding(
      bindings,
      f.scope,
      this.operations,
      (set) => this.evaluate(set, f),
      (scope, values) => visit(inScope(f, scope), values),
    );
  }
}
