import type { Definition, Expression, Span } from "../syntax/ast.js";
import type { Value } from "../evaluator.js";
import { EvaluationError } from "../evaluation-error.js";
import { FunctionValue, ModelValue, Sequence } from "../value/composite.js";
import { LazySet } from "../value/lazy-set.js";
import { itemsOf } from "../value/text.js";
import { Analysis } from "./analysis.js";
import type { Dictionary } from "./dictionary.js";
import { evaluateSource } from "./evaluate-source.js";
import type { Place } from "./located.js";
import { Runtime } from "./runtime.js";
import { Strictness } from "./strict.js";

/** The code of one spec while it is being written: its constants, places and functions. */
export class Unit {
  readonly dictionary: Dictionary;
  readonly analysis: Analysis;
  readonly strictness: Strictness;
  readonly places: Place[] = [];
  private readonly runtime: Runtime;
  private readonly placeNumbers = new Map<string, number>();
  private readonly constants = new Map<Value, string>();
  private readonly folded = new Map<Expression, Value | null>();
  private readonly declarations: string[] = [];
  private readonly functions = new Map<string, string>();
  private names = 0;

  constructor(dictionary: Dictionary) {
    this.dictionary = dictionary;
    this.analysis = new Analysis(dictionary);
    this.strictness = new Strictness(dictionary);
    this.runtime = new Runtime(dictionary.table, this.places, "unique");
  }

  /** A JavaScript name that no other has. */
  fresh(name: string): string {
    this.names += 1;
    return `${name}_${String(this.names)}`;
  }

  /** The number of a place, for what the code says when it goes wrong there. */
  place({ at }: { readonly at: Span }): string {
    const key = `${at.module}:${String(at.line)}:${String(at.column)}`;
    let number = this.placeNumbers.get(key);
    if (number === undefined) {
      number = this.places.push([at.module, at.line, at.column]) - 1;
      this.placeNumbers.set(key, number);
    }
    return String(number);
  }

  /** The code of a value, which for a composite is the name of a constant. */
  constant(value: Value): string {
    if (typeof value === "string") return JSON.stringify(value);
    if (typeof value !== "object") return String(value);
    let name = this.constants.get(value);
    if (name === undefined) {
      const code = this.making(value);
      name = this.fresh("k");
      this.constants.set(value, name);
      this.declarations.push(`const ${name} = R.keep(${code});`);
    }
    return name;
  }

  /** The value of a constant expression whose code is `code`; null where it has none. */
  fold(e: Expression, code: string): Value | null {
    const known = this.folded.get(e);
    if (known !== undefined) return known;
    let value: Value | null = null;
    try {
      const names = new Map<string, unknown>([["R", this.runtime]]);
      for (const [constant, name] of this.constants) names.set(name, constant);
      value = evaluateSource(code, names) as Value;
    } catch (error) {
      // It is an error only where it is asked for, and then it says where.
      if (!(error instanceof EvaluationError || error instanceof RangeError)) throw error;
    }
    this.folded.set(e, value);
    return value;
  }

  /** A function of the code, written when it is first asked for. */
  function(key: string, write: () => string): void {
    if (this.functions.has(key)) return;
    this.functions.set(key, "");
    try {
      this.functions.set(key, write());
    } catch (error) {
      this.functions.delete(key);
      throw error;
    }
  }

  refuse(problem: string, { at }: { readonly at: Span }): never {
    throw new EvaluationError(problem, at);
  }

  /** Code that raises when it is evaluated, for what is only wrong then. */
  refusal(problem: string, e: { readonly at: Span }): string {
    return `R.refuse(${JSON.stringify(problem)}, ${this.place(e)})`;
  }

  /** Everything that has been declared: constants first, for functions read them. */
  text(): string {
    return [...this.declarations, ...this.functions.values()].join("\n");
  }

  private making(value: Value): string {
    const list = (values: readonly Value[]) => `[${values.map((v) => this.constant(v)).join()}]`;
    if (value instanceof LazySet) {
      const parts = Object.entries(value.is as object).map(([name, part]) => {
        return `${name}: ${this.formPart(part as string | Value | readonly unknown[])}`;
      });
      return `R.lazy({ ${parts.join(", ")} })`;
    }
    if (value instanceof ModelValue) return `R.table.model(${JSON.stringify(value.name)})`;
    if (value instanceof Sequence) return `R.table.tuple(${list(itemsOf(value))})`;
    if (value instanceof FunctionValue) {
      const pairs = value.domain.elements.map((argument, k) =>
        list([argument, value.values[k] as Value]),
      );
      return `R.table.fcn([${pairs.join()}])`;
    }
    return `R.table.set(${list(this.dictionary.table.items(value))})`;
  }

  private formPart(part: string | Value | readonly unknown[]): string {
    if (!Array.isArray(part)) return this.constant(part as Value);
    return `[${part.map((one) => this.formPart(one as Value)).join()}]`;
  }
}

/** Whether a definition takes an operator for an argument. */
export function isHigherOrder({ parameters }: Definition): boolean {
  return parameters.some(({ arity }) => arity > 0);
}
