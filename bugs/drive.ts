// Promise: a schedule is driven into given reducers, and what became of it is told.
import { readModel, replay, type Model, type Reducers, type ReplayedStep } from "#explorer";
import type { Summary } from "#state-machine";
import { parseTlaValue } from "tla2tools-runner";
import { BugsError } from "./bugs-error.js";
import { changedCfg, modelCfg } from "./cfg.js";
import type { Entry } from "./entry.js";
import { EverybodyServes, violatedOf } from "./own-properties.js";
import type { Search, Step } from "./schedule.js";

/** What became of a schedule. */
export interface Driven {
  /** How many steps were taken before the first that was refused, or all. */
  readonly taken: number;
  /** The step that was refused; null when none was. */
  readonly refused: Step | null;
  /** What could be done instead of the refused step, or after the last one. */
  readonly enabled: readonly string[];
  /** The property that does not hold, and after how many steps; null when all hold. */
  readonly violated: { readonly property: string; readonly after: number } | null;
  /** The variables of the last state. */
  readonly variables: ReadonlyMap<string, string>;
}

/** No action: asking for it tells what else could be done. */
const ASK: Step = { action: "Nothing", parameters: [] };

/** Stops at the first step that is refused, or after which a property does not hold. */
export async function drive(entry: Entry, schedule: Search, reducers: Reducers): Promise<Driven> {
  const model = await modelOf(entry);
  const initial = initialOf(model, reducers, schedule);
  const replayed = replay(model, [...schedule.steps, ASK], reducers, initial);
  // Invariants before action properties, as TLC asks.
  const failed = (one: ReplayedStep): string | undefined =>
    one.violated.at(-1) ?? violatedOf(entry.extra ?? [], one.variables);
  const end = replayed.findIndex((one) => !one.taken || failed(one) !== undefined);
  const last = replayed[end] as ReplayedStep;
  const property = failed(last) ?? (entry.halt === true ? haltOf(last) : undefined);
  const taken = last.taken ? end + 1 : end;
  return {
    taken,
    refused: last.taken ? null : (schedule.steps[end] ?? null),
    enabled: last.taken ? (replayed[end + 1]?.enabled ?? []) : last.enabled,
    violated: property === undefined ? null : { property, after: taken },
    variables: last.variables,
  };
}

/** L0, where nothing more can be done and somebody does not serve. */
function haltOf({ enabled, variables }: ReplayedStep): string | undefined {
  return enabled.length === 0 && !EverybodyServes(variables) ? "L0" : undefined;
}

const summary = (epoch: number): Summary => ({ epoch, zxid: { epoch: 1, counter: 1 } });

/** Histories that the explorer has no name for, by their names in BugsElection.tla. */
const SUMMARIES: Readonly<Record<string, readonly Summary[]>> = {
  /** @spec BugsElection!OnlyEpochsDiffer */
  "<- OnlyEpochsDiffer": [summary(1), summary(2)],
  /** @spec BugsElection!AllAlike */
  "<- AllAlike": [summary(1)],
};

/** The model of the entry as the explorer reads it; what only `module` knows is asked here. */
async function modelOf(entry: Entry): Promise<Model> {
  const text = await modelCfg(entry);
  const { constants = {} } = entry;
  const plain = Object.entries(constants).filter(([, value]) => !value.startsWith("<-"));
  const { constraint: _, ...free } = entry;
  const known = { ...free, halt: false, extra: [], constants: Object.fromEntries(plain) };
  const model = readModel(entry.model, changedCfg(text, known));
  const summaries = SUMMARIES[constants["Summaries"] ?? ""];
  return model.protocol === "zab" || summaries === undefined ? model : { ...model, summaries };
}

/** The place of the initial state that the schedule begins with. */
function initialOf(model: Model, reducers: Reducers, { summaries }: Search): number {
  if (summaries === null) return 0;
  const wanted = JSON.stringify(summaries.map(({ epoch, zxid }) => [epoch, zxid]));
  for (let place = 0; place < model.voters.length ** 2 * 4; place += 1) {
    const [state] = replay(model, [ASK], reducers, place);
    const found = parseTlaValue(state?.variables.get("summary") ?? "") as typeof summaries;
    if (JSON.stringify(found.map(({ epoch, zxid }) => [epoch, zxid])) === wanted) return place;
  }
  throw new BugsError(`${model.name}: no initial state with the summaries ${wanted}`);
}
