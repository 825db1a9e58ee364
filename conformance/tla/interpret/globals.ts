// Promise: what a name of the spec means under a configuration: `<-` and `=` come first.
import type { Value } from "../evaluator.js";
import { EvaluationError } from "../evaluation-error.js";
import type { Config, ConfigValue, Expression, Parameter, Spec } from "../syntax/ast.js";
import { LazySet } from "../value/lazy-set.js";
import type { ValueTable } from "../value/table.js";

export interface Defined {
  readonly kind: "definition";
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: Expression;
  readonly recursive: boolean;
  /** Where its body is evaluated: among the globals alone. */
  readonly scope: null;
}

export type Global =
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "variable"; readonly index: number }
  | { readonly kind: "unset" }
  | Defined;

function configured(value: ConfigValue, table: ValueTable): Value {
  if (value.kind === "model value") return table.model(value.name);
  if (value.kind === "set") return table.set(value.items.map((item) => configured(item, table)));
  return value.value;
}

/** The globals of `spec`; a name that is not there may be of a standard module. */
export function globalsOf(spec: Spec, config: Config, table: ValueTable): Map<string, Global> {
  const globals = new Map<string, Global>([
    ["BOOLEAN", { kind: "value", value: table.booleans }],
    ["STRING", { kind: "value", value: new LazySet({ form: "STRING" }) }],
    ["Nat", { kind: "value", value: new LazySet({ form: "Nat" }) }],
    ["Int", { kind: "value", value: new LazySet({ form: "Int" }) }],
  ]);
  for (const { name } of spec.constants) globals.set(name, { kind: "unset" });
  spec.variables.forEach(({ name }, index) => globals.set(name, { kind: "variable", index }));
  for (const { name, parameters, body, recursive } of spec.definitions.values()) {
    globals.set(name, { kind: "definition", name, parameters, body, recursive, scope: null });
  }
  // As in TLC, a value may be given to a name that nothing declares, but not another definition.
  for (const [name, value] of config.constants) {
    globals.set(name, { kind: "value", value: configured(value, table) });
  }
  const instead = [...config.overrides].map(([name, by]) => {
    if (!globals.has(name)) {
      throw new EvaluationError(
        `the configuration puts ${by} for ${name}, but ${spec.root} has no ${name}: remove it`,
      );
    }
    const meant = globals.get(by);
    if (meant !== undefined) return [name, meant] as const;
    throw new EvaluationError(
      `the configuration puts ${by} for ${name}, but ${spec.root} has no ${by}: define it`,
    );
  });
  for (const [name, meant] of instead) globals.set(name, meant);
  return globals;
}
