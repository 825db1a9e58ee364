import type { Expression } from "../syntax/ast.js";
import type { Dictionary } from "./dictionary.js";

/**
 * Whether evaluating an expression evaluates a name in it for certain, so that the name's value
 * may as well be computed before: TLA+ evaluates nothing that is not asked for.
 */
export class Strictness {
  private readonly dictionary: Dictionary;
  private readonly known = new Map<Expression, Map<string, boolean>>();

  constructor(dictionary: Dictionary) {
    this.dictionary = dictionary;
  }

  /** Of an operator's body in one of its parameters. */
  ofParameter(body: Expression, name: string): boolean {
    let answers = this.known.get(body);
    if (answers === undefined) this.known.set(body, (answers = new Map()));
    const known = answers.get(name);
    if (known !== undefined) return known;
    answers.set(name, true); // What a recursive call evaluates is settled by the branches without.
    const found = this.strict(body, name);
    answers.set(name, found);
    return found;
  }

  strict(e: Expression, name: string): boolean {
    const some = (...parts: readonly (Expression | undefined)[]) =>
      parts.some((part) => part !== undefined && this.strict(part, name));
    switch (e.kind) {
      case "name":
        return e.name === name;
      case "apply":
        return this.strictCall(e.name, e.arguments, name);
      case "junction":
        return some(e.items[0]);
      case "infix":
        return e.operator === "=>" ? some(e.left) : some(e.left, e.right);
      case "prefix":
        return e.operator === "ENABLED" ? false : some(e.of);
      case "field":
        return some(e.of);
      case "index":
        return some(e.of, ...e.arguments);
      case "set":
      case "tuple":
        return some(...e.items);
      case "record":
        return some(...e.fields.map(({ value }) => value));
      case "except":
        return some(e.of);
      case "filter":
      case "choose":
        return some(e.binding.set);
      case "map":
      case "function":
      case "quantifier":
        return some(...e.bindings.map(({ set }) => set));
      case "if":
        return some(e.condition) || (some(e.then) && some(e.otherwise));
      case "case": {
        if (some(e.arms[0]?.when)) return true;
        const results = e.arms.map(({ then }) => then);
        return [...results, ...(e.other === null ? [] : [e.other])].every((then) => some(then));
      }
      case "let":
        return some(e.body);
      default:
        return false;
    }
  }

  private strictCall(operator: string, args: readonly Expression[], name: string): boolean {
    const meaning = this.dictionary.meaning(operator);
    if (meaning === null) return false;
    if (meaning.is !== "definition") return args.some((argument) => this.strict(argument, name));
    const { parameters, body } = meaning.definition;
    return parameters.some((parameter, k) => {
      const argument = args[k];
      return (
        parameter.arity === 0 &&
        argument !== undefined &&
        this.strict(argument, name) &&
        this.ofParameter(body, parameter.name)
      );
    });
  }
}
