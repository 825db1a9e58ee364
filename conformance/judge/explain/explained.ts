/** A refusal as a report shows it: what is false or differs, and where each text says so. */
import type { Finding } from "../../verdict/finding.js";
import type { Clause, NearMiss } from "../../verdict/explanation.js";
import type { Labels } from "../../steps/labels.js";
import type { Interpreter, State, Value } from "../../tla/index.js";
import { consumes } from "../../trace/consumes.js";
import type { Step } from "../../trace/step.js";
import type { Refusal } from "../course.js";
import type { LastChanges } from "../last-changes.js";
import type { Machine } from "../machine.js";
import { alternatives, claimed, type Alternative } from "./actions.js";
import { anatomy, falseGuards, type Anatomy, type Guard } from "./anatomy.js";
import { partOf } from "./compared.js";
import { lastChange } from "./changed.js";
import { fieldsShown } from "./fields.js";
import { passage } from "./passages.js";
import { valuesIn } from "./parts.js";
import { propertyShown } from "./property.js";
import { nextSteps } from "./next.js";
import { reducerOf } from "./reducers.js";
import { situation } from "./situation.js";

export type Explained = Omit<Finding, "spec" | "step" | "position" | "lastGood" | "sender">;

export interface Refused {
  readonly machine: Machine;
  readonly labels: Labels;
  readonly step: Step;
  readonly line: Value;
  readonly changes: LastChanges;
}

const NEAR_MISSES = 3;

export function explained(refused: Refused, refusal: Refusal): Explained {
  const found = reasonFor(refused, refusal);
  return { ...found, next: nextSteps(found) };
}

function reasonFor(refused: Refused, refusal: Refusal): Explained {
  const { machine, labels, line } = refused;
  const { interpreter } = machine;
  const nothing = { fields: [], properties: [], situation: [], enabled: [] };
  switch (refusal.reason) {
    case "not enabled": {
      const [state] = refusal.states;
      const candidates = refusal.states.length;
      const found = state === undefined ? {} : notEnabled(refused, interpreter, state);
      const where = place(refused, interpreter);
      return { ...nothing, reason: "not enabled", candidates, ...found, ...where };
    }
    case "differs": {
      const fields = fieldsShown(machine, interpreter, refusal.pairs, refused);
      const [pair] = refusal.pairs;
      const could = pair === undefined ? [] : fitting(refused, interpreter, pair.before);
      return { ...nothing, reason: "differs", fields, next: could, ...place(refused, interpreter) };
    }
    case "property": {
      const properties = refusal.names.map((name) => labels.of(name));
      const [pair] = refusal.pairs;
      const [name = ""] = refusal.names;
      const property =
        pair && propertyShown(machine, interpreter, pair, name, properties[0] ?? name);
      return {
        ...nothing,
        reason: "property",
        properties,
        property,
        ...place(refused, interpreter),
      };
    }
  }

  function place(one: Refused, by: Interpreter): Pick<Explained, "places"> {
    const action = claimed(machine, by, machine.with(machine.initial(), line), line);
    const definition = machine.text.spec.definitions.get(action?.name ?? "");
    const trace = one.step.node.place;
    if (definition === undefined) return { places: { trace } };
    const { text, ...where } = passage(machine.text, definition.at);
    const [heading = ""] = text.split("\n");
    const reducer = reducerOf(definition.at.module, definition.name);
    return { places: { spec: { ...where, text: heading }, reducer, trace } };
  }
}

function notEnabled(refused: Refused, interpreter: Interpreter, state: State): Partial<Explained> {
  const { machine, line } = refused;
  const action = claimed(machine, interpreter, state, line);
  const within = withinOf(machine, interpreter, state, line);
  const [outside] = falseGuards(within);
  const parts = action && anatomy(interpreter, action.expression, action.environment);
  const [first] = parts === null ? [] : falseGuards(parts);
  const guard = outside ?? first;
  const others = alternatives(machine, interpreter, state, line);
  const same = others.filter((one) => takesTheSame(refused, one));
  const enabled = others.filter((one) => falseGuards(one.anatomy).length === 0);
  return {
    clause: guard && action ? clauseShown(refused, interpreter, action.name, guard) : undefined,
    nearMisses: nearMisses(refused, interpreter, same),
    situation: situation(machine, state, partOf(machine, line, 1)),
    enabled: enabled.map(calledAs),
    next: same.filter(({ fits }) => fits).map(wouldFit),
  };
}

/** The parameters of a line as guards: see Within in StepZab.tla. */
function withinOf(machine: Machine, interpreter: Interpreter, state: State, line: Value): Anatomy {
  const body = machine.text.spec.definitions.get("Within")?.body;
  if (body === undefined) return { guards: [], assignments: new Map() };
  return anatomy(interpreter, body, { state, next: null, locals: new Map([["e", line]]) });
}

function clauseShown(
  { machine, changes }: Refused,
  interpreter: Interpreter,
  action: string,
  { number, expression, environment }: Guard,
): Clause {
  const { text } = machine;
  const values = valuesIn(text, interpreter, expression, environment);
  const changed = lastChange(interpreter, changes, expression, environment);
  return { ...passage(text, expression.at), action, number, values, holds: false, changed };
}

/** Those that lack one clause, the one with the most true clauses first. */
function nearMisses(
  refused: Refused,
  interpreter: Interpreter,
  others: readonly Alternative[],
): NearMiss[] {
  return others
    .filter(({ anatomy: parts }) => falseGuards(parts).length === 1 && parts.guards.length > 2)
    .sort((a, b) => b.anatomy.guards.length - a.anatomy.guards.length)
    .slice(0, NEAR_MISSES)
    .map(({ name, parameters, anatomy: parts }) => {
      const [guard] = falseGuards(parts) as [Guard];
      return { action: name, parameters, clause: clauseShown(refused, interpreter, name, guard) };
    });
}

const calledAs = ({ name, parameters }: Alternative): string => `${name}(${parameters.join(", ")})`;

const wouldFit = (one: Alternative): string =>
  `${calledAs(one)} is allowed here and does what was recorded`;

function fitting(refused: Refused, interpreter: Interpreter, state: State): string[] {
  return alternatives(refused.machine, interpreter, state, refused.line)
    .filter((one) => one.fits && takesTheSame(refused, one))
    .map(wouldFit);
}

/** Whether an action consumes what the refused line has consumed, if that is anything. */
function takesTheSame({ step }: Refused, { name, parameters }: Alternative): boolean {
  const { event } = step.node;
  if (event?.in === undefined) return !Object.hasOwn(consumes, name);
  const wanted = (consumes as Readonly<Record<string, string>>)[name];
  if (event.in.m.type === "NOTIFICATION") return parameters.includes(`f = ${String(event.p.f)}`);
  return wanted === event.in.m.type;
}
