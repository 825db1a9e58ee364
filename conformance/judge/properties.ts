/** The properties that a module of spec/traces names, and which change can make each false. */
import type { Expression, Program, Spec, State, Value } from "../tla/index.js";
import { CannotTell } from "../trace/stop.js";
import type { Changes } from "./changes.js";
import { bits, statePart } from "./state-parts.js";

export interface Property {
  readonly name: string;
  /** The positions of the variables that it reads, as bits. */
  readonly reads: number;
  /** Null where nothing is known of the state before. */
  holds(before: State, after: State, changes: Changes | null): boolean;
}

const NONE: readonly Value[] = [];

/** The conjuncts of StateProperties, which are the invariants of a run. */
export const statePropertiesOf = (spec: Spec) => namesIn(spec, "StateProperties");

/** Every conjunct of StateProperties and StepProperties. */
export function propertiesOf(
  spec: Spec,
  evaluator: Program,
  servers: readonly Value[],
): readonly Property[] {
  const readsOf = (name: string) =>
    bits(evaluator.reads(name).map((variable) => evaluator.variables.indexOf(variable)));
  const ofSteps = namesIn(spec, "StepProperties").map((name): Property => {
    const value = evaluator.operator(name);
    const holds: Property["holds"] = (before, after) => value(before, after, NONE) === true;
    return { name, reads: readsOf(name), holds };
  });
  const ofStates = statePropertiesOf(spec).map((name): Property => {
    const parts = evaluator.parts(name).map((part) => statePart(part, servers));
    const holds: Property["holds"] = (_, after, changes) => {
      for (const part of parts) {
        const isTrue = changes === null ? part.holds(after) : part.stillHolds(after, changes);
        if (!isTrue) return false;
      }
      return true;
    };
    return { name, reads: readsOf(name), holds };
  });
  return [...ofSteps, ...ofStates];
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
