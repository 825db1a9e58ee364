/** The properties that a module of spec/traces names, and which change can make each of them false. */
import type { Expression, Program, Spec, State, Value } from "../tla/index.js";
import { CannotTell } from "../trace/stop.js";

export interface Property {
  readonly name: string;
  /** The positions of the variables that it reads, as bits. */
  readonly reads: number;
  holds(before: State, after: State): boolean;
}

const NONE: readonly Value[] = [];

/** Every conjunct of StateProperties and StepProperties. */
export function propertiesOf(spec: Spec, evaluator: Program): readonly Property[] {
  const bits = (names: readonly string[]) =>
    evaluator.variables.reduce(
      (mask, name, k) => (names.includes(name) ? mask | (1 << k) : mask),
      0,
    );
  const made = (list: string, holds: (name: string) => Property["holds"]): Property[] =>
    namesIn(spec, list).map((name) => ({
      name,
      reads: bits(evaluator.reads(name)),
      holds: holds(name),
    }));
  return [
    ...made("StepProperties", (name) => {
      const value = evaluator.operator(name);
      return (before, after) => value(before, after, NONE) === true;
    }),
    ...made("StateProperties", (name) => {
      const value = evaluator.operator(name);
      return (_, after) => value(after, null, NONE) === true;
    }),
  ];
}

/** The operators whose conjunction an operator is. */
function namesIn(spec: Spec, list: string): readonly string[] {
  const body = spec.definitions.get(list)?.body;
  if (body?.kind !== "junction" || body.operator !== "/\\") {
    throw new CannotTell(`${spec.root}.tla has no list ${list} of properties`, null);
  }
  return body.items.map((item: Expression) => {
    if (item.kind === "name") return item.name;
    const where = `${item.at.module}.tla:${String(item.at.line)}`;
    throw new CannotTell(`${where}: ${list} names properties, and this is no name`, null);
  });
}
