import type { Config, ConfigValue, Definition, Spec } from "../syntax/ast.js";
import type { Value } from "../evaluator.js";
import { EvaluationError } from "../evaluation-error.js";
import { LazySet } from "../value/lazy-set.js";
import type { ValueTable } from "../value/table.js";

export type Meaning =
  | { readonly is: "variable"; readonly index: number }
  | { readonly is: "constant"; readonly value: Value }
  | { readonly is: "definition"; readonly definition: Definition }
  /** Of a standard module, called by this name. */
  | { readonly is: "standard"; readonly name: string };

const STANDARD_OPERATORS: ReadonlySet<string> = new Set([
  "Len",
  "Head",
  "Tail",
  "Append",
  "SubSeq",
  "SelectSeq",
  "Seq",
  "Cardinality",
  "IsFiniteSet",
  "Permutations",
  "Print",
  "PrintT",
  "ToString",
  "Assert",
  "TLCEval",
  "TLCGet",
  "TLCSet",
]);

/** What the global names of a spec mean under one configuration. */
export class Dictionary {
  readonly table: ValueTable;
  readonly variables: readonly string[];
  private readonly known = new Map<string, Meaning>();

  constructor(spec: Spec, config: Config, table: ValueTable) {
    this.table = table;
    this.variables = spec.variables.map(({ name }) => name);
    for (const name of STANDARD_OPERATORS) this.known.set(name, { is: "standard", name });
    const sets: [string, Value][] = [
      ["BOOLEAN", table.booleans],
      ["Nat", new LazySet({ form: "Nat" })],
      ["Int", new LazySet({ form: "Int" })],
      ["STRING", new LazySet({ form: "STRING" })],
    ];
    for (const [name, value] of sets) this.known.set(name, { is: "constant", value });
    for (const definition of spec.definitions.values()) {
      this.known.set(definition.name, { is: "definition", definition });
    }
    this.variables.forEach((name, index) => this.known.set(name, { is: "variable", index }));
    for (const [name, value] of config.constants) {
      this.known.set(name, { is: "constant", value: constantValue(value, table) });
    }
    const original = new Map(this.known);
    const declared = new Set([...original.keys(), ...spec.constants.map(({ name }) => name)]);
    for (const [name, by] of config.overrides) {
      const meaning = declared.has(name) ? original.get(by) : undefined;
      if (meaning === undefined) {
        const missing = declared.has(name) ? by : name;
        throw new EvaluationError(`${name} <- ${by}: no module of ${spec.root} defines ${missing}`);
      }
      this.known.set(name, meaning);
    }
    for (const { name, at } of spec.constants) {
      if (!this.known.has(name)) {
        throw new EvaluationError(`the configuration gives CONSTANT ${name} no value`, at);
      }
    }
  }

  /** Null for a name that is bound somewhere inside an expression. */
  meaning(name: string): Meaning | null {
    return this.known.get(name) ?? null;
  }

  definition(name: string): Definition {
    const meaning = this.meaning(name);
    if (meaning?.is === "definition") return meaning.definition;
    throw new EvaluationError(`no module defines ${name}`);
  }
}

function constantValue(value: ConfigValue, table: ValueTable): Value {
  if (value.kind === "model value") return table.model(value.name);
  if (value.kind === "set") return table.set(value.items.map((item) => constantValue(item, table)));
  return value.value;
}
