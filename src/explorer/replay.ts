import { labelText } from "./canonical.js";
import type { Model } from "./model/model.js";
import { production, type Reducers } from "./reducers.js";
import { systemOf } from "./system-of.js";
import type { Label, Parameter, System } from "./system.js";

/** A step as somebody asks for it: servers by their names in the model or their numbers. */
export interface ScheduledStep {
  readonly action: string;
  readonly parameters: readonly (number | string | readonly (number | string)[])[];
}

/** What became of a step that was asked for. */
export interface ReplayedStep {
  readonly label: string;
  /** Whether the reducers, and the world, took the step; if not, the state stays as it is. */
  readonly taken: boolean;
  /** The properties that do not hold, of the state or of the step. */
  readonly violated: readonly string[];
  /** The variables by name, as canonical text. */
  readonly variables: ReadonlyMap<string, string>;
  /** What could be done before this step. */
  readonly enabled: readonly string[];
}

/**
 * Drives a schedule step by step from the first initial state, or from the one given by its place
 * among them, and evaluates the properties of the model after each step. A step that is refused
 * changes nothing; the next one is tried all the same.
 */
export function replay(
  model: Model,
  schedule: readonly ScheduledStep[],
  reducers: Reducers = production,
  initial = 0,
): readonly ReplayedStep[] {
  const system = systemOf(model, reducers);
  let row = system.initial()[initial];
  if (row === undefined) throw new RangeError(`${model.name} has no initial state ${initial}`);
  return schedule.map((wanted) => {
    const [step, next] = replayed(system, model, row as Int32Array, wanted);
    row = next;
    return step;
  });
}

function replayed(
  system: System,
  model: Model,
  row: Int32Array,
  wanted: ScheduledStep,
): [ReplayedStep, Int32Array] {
  const { steps, width, properties } = system;
  const label = labelText(labelOf(wanted, model.names), model.names);
  const count = system.expand(row, 0);
  const enabled = steps.labels.slice(0, count).map((one) => labelText(one, model.names));
  const k = enabled.indexOf(label);
  const taken = k >= 0;
  const fault = taken ? (steps.faults[k] as number) : -1;
  const next = taken ? steps.rows.slice(k * width, (k + 1) * width) : row;
  const places = [fault, system.violated(next, 0)].filter((place) => place >= 0);
  const violated = [...new Set(places)].map((place) => properties[place] as string);
  return [{ label, taken, violated, variables: system.variables(next), enabled }, next];
}

/** The actions whose last parameter is no server, and those whose last is a set of servers. */
const COUNTED = ["LeaderProcessRequest", "Restart"];

function labelOf({ action, parameters }: ScheduledStep, names: readonly string[]): Label {
  const server = (one: number | string): number => {
    return typeof one === "number" ? one : names.indexOf(one) + 1;
  };
  return {
    action,
    parameters: parameters.map((one, k): Parameter => {
      if (typeof one === "object") return { set: one.map(server) };
      const counted = COUNTED.includes(action) && k === 1;
      if (counted) return Number(one);
      return typeof one === "string" && !names.includes(one) ? one : { server: server(one) };
    }),
  };
}
