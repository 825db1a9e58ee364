import type { Expression, ExpressionOf } from "../syntax/ast.js";
import type { Value } from "../evaluator.js";
import { bindLet } from "./bind.js";
import { call, callLocal, checkArity } from "./calls.js";
import { argument, except, record, records } from "./functions.js";
import { Laziness } from "./laziness.js";
import { infix, isTruth, prefix, standardCall, unchanged } from "./operators.js";
import { choose, filter, functionOf, map, quantifier } from "./loops.js";
import { CONSTANT, primed, withNames, type Scope } from "./scope.js";
import type { Unit } from "./unit.js";
import type { Writer } from "./writer.js";

/** Writes an expression as one JavaScript expression. */
export abstract class Expressions implements Writer {
  readonly unit: Unit;
  private readonly laziness: Laziness;

  abstract enabled(e: Expression, scope: Scope): string;

  constructor(unit: Unit) {
    this.unit = unit;
    this.laziness = new Laziness(unit.dictionary);
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
    return this.laziness.of(e, scope);
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
        return `R.apply(${this.value(e.of, scope)}, ${argument(this, e.arguments, scope)}, ${at})`;
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
        return (
          `R.lazy({ form: "functions", from: ${this.value(e.from, scope)}, ` +
          `to: ${this.value(e.to, scope)} })`
        );
      case "record":
        return record(this, e, scope);
      case "records":
        return records(this, e, scope);
      case "except":
        return except(this, e, scope);
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

  private name(e: ExpressionOf<"name">, scope: Scope): string {
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

  private apply(e: ExpressionOf<"apply">, scope: Scope): string {
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

  private junction(e: ExpressionOf<"junction">, scope: Scope): string {
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

  private cases(e: ExpressionOf<"case">, scope: Scope): string {
    const other =
      e.other === null
        ? `R.refuse("no arm of CASE is true", ${this.unit.place(e)})`
        : this.value(e.other, scope);
    const arms = e.arms.map(({ when, then }) => {
      return `${this.truth(when, scope)} ? ${this.value(then, scope)} : `;
    });
    return `(${arms.join("")}${other})`;
  }
}
