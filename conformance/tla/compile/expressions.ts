import type { Definition, Expression, PathStep } from "../syntax/ast.js";
import type { Value } from "../evaluator.js";
import { LazySet } from "../value/lazy-set.js";
import { bindLet } from "./bind.js";
import { call, callLocal, checkArity } from "./calls.js";
import { infix, isTruth, prefix, standardCall, unchanged } from "./operators.js";
import { choose, filter, functionOf, map, quantifier } from "./loops.js";
import { binding, CONSTANT, primed, withNames, type Bound, type Scope } from "./scope.js";
import type { Unit } from "./unit.js";
import type { Writer } from "./writer.js";

/** Code that may as well stand twice: a variable, a name, a constant, or one applied to another. */
const SHORT = /^(?:[\w$"]+|\w+\[\d+\]|R\.apply\(\w+\[\d+\], [\w$"]+, \d+\))$/;

/** Writes an expression as one JavaScript expression. */
export abstract class Expressions implements Writer {
  readonly unit: Unit;

  abstract enabled(e: Expression, scope: Scope): string;

  constructor(unit: Unit) {
    this.unit = unit;
  }

  value(e: Expression, scope: Scope): string {
    const known = this.constant(e);
    return known === null ? this.write(e, scope) : this.unit.constant(known);
  }

  owned(e: Expression, scope: Scope): string {
    const code = this.value(e, scope);
    return this.mayBeLazy(e, scope) ? `R.own(${code})` : code;
  }

  truth(e: Expression, scope: Scope): string {
    const code = this.value(e, scope);
    if (code === "true" || code === "false" || isTruth(this, e)) return code;
    return `R.truth(${code}, ${this.unit.place(e)})`;
  }

  mayBeLazy(e: Expression, scope: Scope): boolean {
    const some = (...parts: readonly Expression[]) => parts.some((p) => this.mayBeLazy(p, scope));
    switch (e.kind) {
      case "functions":
      case "records":
      case "product":
        return true;
      case "prefix":
        return e.operator === "SUBSET";
      case "infix":
        return ["\\cup", "\\cap", "\\"].includes(e.operator) && some(e.left, e.right);
      case "if":
        return some(e.then, e.otherwise);
      case "case":
        return some(...e.arms.map(({ then }) => then), ...(e.other === null ? [] : [e.other]));
      case "let": {
        const names = e.definitions.map(({ name, body }): [string, Bound] => {
          return [name, { is: "value", code: "", lazy: this.mayBeLazy(body, scope) }];
        });
        return this.mayBeLazy(e.body, binding(scope, names));
      }
      case "prime":
        return some(e.of);
      case "name": {
        const meaning = this.unit.dictionary.meaning(e.name);
        if (meaning?.is === "variable") return false;
        if (meaning?.is === "constant") return meaning.value instanceof LazySet;
        const bound = scope.bound.get(e.name);
        if (bound?.is === "value") return bound.lazy;
        if (bound?.is === "expression") return this.mayBeLazy(bound.of, withNames(scope, bound.in));
        return meaning?.is === "definition" ? this.resultMayBeLazy(meaning.definition, []) : true;
      }
      case "apply": {
        const meaning = this.unit.dictionary.meaning(e.name);
        if (meaning?.is === "standard") return e.name === "Seq" || e.name === "Print";
        if (meaning?.is !== "definition") return true;
        const lazy = e.arguments.map((argument) => this.mayBeLazy(argument, scope));
        return this.resultMayBeLazy(meaning.definition, lazy);
      }
      default:
        return false;
    }
  }

  private readonly lazyResults = new Map<string, boolean>();

  /** Whether an operator may result in a set that is not written out, of arguments that may be. */
  private resultMayBeLazy(
    { name, parameters, body }: Definition,
    lazy: readonly boolean[],
  ): boolean {
    const key = `${name} ${lazy.join()}`;
    const known = this.lazyResults.get(key);
    if (known !== undefined) return known;
    this.lazyResults.set(key, false); // What a recursive call results in, its other branches say.
    const names = parameters.map((parameter, k): [string, Bound] => {
      return [parameter.name, { is: "value", code: "", lazy: lazy[k] ?? true }];
    });
    const found = this.mayBeLazy(body, binding(CONSTANT, names));
    this.lazyResults.set(key, found);
    return found;
  }

  /** The value of an expression that is a constant and can be evaluated now. */
  private constant(e: Expression): Value | null {
    if (e.kind === "boolean" || e.kind === "number" || e.kind === "string") return e.value;
    const reads = this.unit.analysis.reads(e);
    if (reads.now.size + reads.next.size + reads.local.size > 0) return null;
    if (reads.old || reads.calls || reads.effects || e.kind === "lambda") return null;
    const meaning = e.kind === "name" ? this.unit.dictionary.meaning(e.name) : null;
    if (meaning?.is === "constant") return meaning.value;
    if (meaning?.is === "definition" && meaning.definition.parameters.length > 0) return null;
    if (meaning?.is === "definition") return this.constant(meaning.definition.body);
    return this.unit.fold(e, this.write(e, CONSTANT));
  }

  private write(e: Expression, scope: Scope): string {
    const at = this.unit.place(e);
    const owned = (parts: readonly Expression[]) => parts.map((part) => this.owned(part, scope));
    switch (e.kind) {
      case "boolean":
      case "number":
      case "string":
        return JSON.stringify(e.value);
      case "name":
        return this.name(e, scope);
      case "apply":
        return this.apply(e, scope);
      case "junction":
        return this.junction(e, scope);
      case "infix":
        return infix(this, e, scope);
      case "product":
        return `R.lazy({ form: "times", sets: [${e.items.map((s) => this.value(s, scope)).join()}] })`;
      case "prefix":
        return prefix(this, e, scope);
      case "prime":
        if (scope.next === null) this.unit.refuse("a prime where there is no next state", e);
        return this.value(e.of, primed(scope));
      case "index":
        return `R.apply(${this.value(e.of, scope)}, ${this.argument(e.arguments, scope)}, ${at})`;
      case "field":
        return `R.apply(${this.value(e.of, scope)}, ${JSON.stringify(e.name)}, ${at})`;
      case "set":
        return `R.setOf([${owned(e.items).join()}], ${at})`;
      case "filter":
        return filter(this, e, scope);
      case "map":
        return map(this, e, scope);
      case "function":
        return functionOf(this, e, scope);
      case "functions":
        return `R.lazy({ form: "functions", from: ${this.value(e.from, scope)}, to: ${this.value(e.to, scope)} })`;
      case "record": {
        const fields = [...e.fields].sort((a, b) => (a.name < b.name ? -1 : 1));
        const { table } = this.unit.dictionary;
        const domain = this.unit.constant(table.set(fields.map(({ name }) => name)));
        return `R.table.over(${domain}, [${owned(fields.map(({ value }) => value)).join()}])`;
      }
      case "records": {
        const fields = e.fields.map(({ name, value }) => {
          return `[${JSON.stringify(name)}, ${this.value(value, scope)}]`;
        });
        return `R.lazy({ form: "records", fields: [${fields.join()}] })`;
      }
      case "except":
        return e.updates.reduce(
          (code, update) => this.update(code, update.path, update.value, scope, update),
          this.value(e.of, scope),
        );
      case "old":
        return scope.old ?? this.unit.refuse("@ stands in an update of EXCEPT alone", e);
      case "tuple":
        return `R.table.tuple([${owned(e.items).join()}])`;
      case "if": {
        const condition = this.truth(e.condition, scope);
        if (condition === "true") return this.value(e.then, scope);
        if (condition === "false") return this.value(e.otherwise, scope);
        return `(${condition} ? ${this.value(e.then, scope)} : ${this.value(e.otherwise, scope)})`;
      }
      case "case":
        return this.cases(e, scope);
      case "let": {
        const binds = bindLet(this, e, scope);
        const body = this.value(e.body, binds.scope);
        return binds.prelude === "" ? body : `(() => { ${binds.prelude} return ${body}; })()`;
      }
      case "quantifier":
        return quantifier(this, e, scope);
      case "choose":
        return choose(this, e, scope);
      case "step": {
        const stutters = unchanged(this, e.subscript, scope);
        const action = this.truth(e.action, scope);
        return e.angle ? `(!${stutters} && ${action})` : `(${stutters} || ${action})`;
      }
      case "fairness":
        return this.unit.refusal("fairness is a temporal formula: it is not evaluated", e);
      case "lambda":
        return this.unit.refuse("LAMBDA stands as an argument alone", e);
    }
  }

  private name(e: Expression & { kind: "name" }, scope: Scope): string {
    const meaning = this.unit.dictionary.meaning(e.name);
    if (meaning?.is === "variable") {
      if (scope.now === null) this.unit.refuse(`${e.name} is a variable in a constant`, e);
      if (scope.fills === "now" && !scope.assigned.has(meaning.index)) {
        const prime = scope.now === "N" && scope.next === null ? "'" : "";
        this.unit.refuse(`${e.name}${prime} is read before it has a value here`, e);
      }
      return `${scope.now}[${String(meaning.index)}]`;
    }
    if (meaning?.is === "constant") return this.unit.constant(meaning.value);
    if (meaning?.is === "definition") return call(this, meaning.definition, [], scope, e);
    const bound = scope.bound.get(e.name);
    if (bound?.is === "value") return bound.code;
    if (bound?.is === "expression") return this.value(bound.of, withNames(scope, bound.in));
    return this.unit.refuse(`${e.name} is an operator, or nothing is called so`, e);
  }

  private apply(e: Expression & { kind: "apply" }, scope: Scope): string {
    const meaning = this.unit.dictionary.meaning(e.name);
    if (meaning?.is === "definition") return call(this, meaning.definition, e.arguments, scope, e);
    if (meaning?.is === "standard") return standardCall(this, e, scope);
    const bound = scope.bound.get(e.name);
    if (bound?.is === "operator") {
      checkArity(this, bound, e.arguments, e);
      return callLocal(this, bound, e.arguments, scope);
    }
    if (bound?.is === "function") {
      return `${bound.code}(${e.arguments.map((one) => this.value(one, scope)).join()})`;
    }
    return this.unit.refuse(`${e.name} is no operator with arguments`, e);
  }

  private junction(e: Expression & { kind: "junction" }, scope: Scope): string {
    const [operator, decides] = e.operator === "/\\" ? ["&&", "false"] : ["||", "true"];
    const neutral = decides === "true" ? "false" : "true";
    const items: string[] = [];
    for (const item of e.items) {
      const code = this.truth(item, scope);
      if (code !== neutral) items.push(code);
      if (code === decides) break;
    }
    if (items.length === 0) return neutral;
    return items.length === 1 ? (items[0] as string) : `(${items.join(` ${operator} `)})`;
  }

  private cases(e: Expression & { kind: "case" }, scope: Scope): string {
    const other =
      e.other === null
        ? `R.refuse("no arm of CASE is true", ${this.unit.place(e)})`
        : this.value(e.other, scope);
    const arms = e.arms.map(({ when, then }) => {
      return `${this.truth(when, scope)} ? ${this.value(then, scope)} : `;
    });
    return `(${arms.join("")}${other})`;
  }

  /** The argument of a function: of several, their tuple. */
  argument(args: readonly Expression[], scope: Scope): string {
    const [only] = args;
    if (only !== undefined && args.length === 1) return this.value(only, scope);
    return `R.table.tuple([${args.map((argument) => this.owned(argument, scope)).join()}])`;
  }

  private update(
    code: string,
    path: readonly PathStep[],
    value: Expression,
    scope: Scope,
    at: Expression | { readonly at: Expression["at"] },
  ): string {
    const [step, ...rest] = path;
    if (step === undefined) return this.owned(value, { ...scope, old: code });
    const argument =
      step.kind === "field" ? JSON.stringify(step.name) : this.argument(step.arguments, scope);
    const place = this.unit.place(at);
    if (SHORT.test(code) && SHORT.test(argument)) {
      const old = `R.apply(${code}, ${argument}, ${place})`;
      return `R.replace(${code}, ${argument}, ${this.update(old, rest, value, scope, at)}, ${place})`;
    }
    const old = this.unit.fresh("old");
    const changed = this.update(old, rest, value, scope, at);
    return `R.except(${code}, ${argument}, (${old}) => ${changed}, ${place})`;
  }
}
