import { labelText } from "../canonical.js";
import type { Model } from "../model/model.js";
import type { Reducers } from "../reducers.js";
import { systemOf } from "../system-of.js";
import type { Label, System } from "../system.js";
import { Fingerprint } from "./fingerprint.js";
import { NO_STATE, type Violation } from "./searcher.js";
import { BLOCK_ROWS, type Segment } from "./segment.js";
import type { Visited } from "./visited.js";

/** One state of a counterexample and the step that led to it; `Init` has none. */
export interface CounterexampleState {
  readonly label: string;
  readonly step: Label | null;
  /** The variables by name, as canonical text. */
  readonly variables: ReadonlyMap<string, string>;
}

/** The shortest way to a state, or step, that should not be. */
export interface Counterexample {
  /** The property, by its name in the spec; `deadlock` where a state has no successor. */
  readonly property: string;
  readonly states: readonly CounterexampleState[];
}

type Lanes = readonly [high: number, low: number];

/**
 * Rebuilds a counterexample. The search remembers fingerprints and who was found from whom; the
 * states come back by taking the steps again that lead from one fingerprint to the next.
 */
export function counterexample(
  model: Model,
  reducers: Reducers,
  visited: Visited,
  parents: readonly Segment[],
  { property, state, target }: Violation,
): Counterexample {
  const lanes = lanesOf(visited, wayTo(state, parents));
  if (target !== null) lanes.push(target);
  const system = systemOf(model, reducers);
  const fingerprint = new Fingerprint(system.dictionary, system.width);
  const is = (rows: Int32Array, from: number, [high, low]: Lanes) => {
    fingerprint.of(rows, from);
    return fingerprint.high === high && fingerprint.low === low;
  };
  const found = (row: Int32Array, step: Label | null): CounterexampleState => {
    const label = step === null ? "Init" : labelText(step, model.names);
    return { label, step, variables: system.variables(row) };
  };
  const [first, ...rest] = lanes as [Lanes, ...Lanes[]];
  let row = system.initial().find((one) => is(one, 0, first)) as Int32Array;
  const states = [found(row, null)];
  for (const next of rest) {
    const k = stepTo(system, row, (rows, from) => is(rows, from, next));
    row = system.steps.rows.slice(k * system.width, (k + 1) * system.width);
    states.push(found(row, system.steps.labels[k] as Label));
  }
  return { property: property < 0 ? "deadlock" : (system.properties[property] as string), states };
}

/** The states from an initial one to this, by their numbers. */
function wayTo(state: number, parents: readonly Segment[]): number[] {
  const way: number[] = [];
  for (let at = state; at !== NO_STATE; at = parentOf(at, parents)) way.unshift(at);
  return way;
}

function parentOf(state: number, parents: readonly Segment[]): number {
  const { blocks } = parents[state % parents.length] as Segment;
  const place = Math.floor(state / parents.length);
  const block = blocks[Math.floor(place / BLOCK_ROWS)] as SharedArrayBuffer;
  return new Int32Array(block)[place % BLOCK_ROWS] as number;
}

function lanesOf(visited: Visited, way: readonly number[]): Lanes[] {
  const places = new Map(way.map((state, place) => [state, place]));
  const lanes: Lanes[] = [];
  visited.forEach((high, low, state) => {
    const place = places.get(state);
    if (place !== undefined) lanes[place] = [high, low];
  });
  return lanes;
}

/** The first step whose state is the one looked for. */
function stepTo(
  system: System,
  row: Int32Array,
  is: (rows: Int32Array, from: number) => boolean,
): number {
  const count = system.expand(row, 0);
  for (let k = 0; k < count; k += 1) if (is(system.steps.rows, k * system.width)) return k;
  throw new Error("a step that the search took cannot be taken again");
}
