import type { Definition, Expression } from "../syntax/ast.js";
import { LazySet } from "../value/lazy-set.js";
import type { Dictionary } from "./dictionary.js";
import { binding, CONSTANT, withNames, type Bound, type Scope } from "./scope.js";

/** Says which expressions may be worth a set that is not written out. */
export class Laziness {
  private readonly dictionary: Dictionary;
  private readonly results = new Map<string, boolean>();

  constructor(dictionary: Dictionary) {
    this.dictionary = dictionary;
  }

  of(e: Expression, scope: Scope): boolean {
    const some = (...parts: readonly Expression[]) => parts.some((p) => this.of(p, scope));
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
          return [name, { is: "value", code: "", lazy: this.of(body, scope) }];
        });
        return this.of(e.body, binding(scope, names));
      }
      case "prime":
        return some(e.of);
      case "name": {
        const meaning = this.dictionary.meaning(e.name);
        if (meaning?.is === "variable") return false;
        if (meaning?.is === "constant") return meaning.value instanceof LazySet;
        const bound = scope.bound.get(e.name);
        if (bound?.is === "value") return bound.lazy;
        if (bound?.is === "expression") return this.of(bound.of, withNames(scope, bound.in));
        return meaning?.is === "definition" ? this.ofResult(meaning.definition, []) : true;
      }
      case "apply": {
        const meaning = this.dictionary.meaning(e.name);
        if (meaning?.is === "standard") return e.name === "Seq" || e.name === "Print";
        if (meaning?.is !== "definition") return true;
        const lazy = e.arguments.map((argument) => this.of(argument, scope));
        return this.ofResult(meaning.definition, lazy);
      }
      default:
        return false;
    }
  }

  /** Whether an operator may result in a set that is not written out, of arguments that may be. */
  private ofResult({ name, parameters, body }: Definition, lazy: readonly boolean[]): boolean {
    const key = `${name} ${lazy.join()}`;
    const known = this.results.get(key);
    if (known !== undefined) return known;
    this.results.set(key, false); // What a recursive call results in, its other branches say.
    const names = parameters.map((parameter, k): [string, Bound] => {
      return [parameter.name, { is: "value", code: "", lazy: lazy[k] ?? true }];
    });
    const found = this.of(body, binding(CONSTANT, names));
    this.results.set(key, found);
    return found;
  }
}
