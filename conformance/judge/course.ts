/** One pass over the lines of a run: every state that they can have led to, and no more. */
import { Sequence, type State, type Value } from "../tla/index.js";
import type { Datum } from "../steps/datum.js";
import { CannotTell } from "../trace/stop.js";
import { Changes } from "./changes.js";
import type { Machine } from "./machine.js";
import { valueOf } from "./values.js";

/** More readings of a run than this are not kept: a run that is logged whole has one. */
const MAX_CANDIDATES = 500;

/** The table is cleaned when it holds so many values, or half as many again as the states need. */
const SMALLEST_TABLE = 150_000;
const GROWTH = 1.5;

/** A step: where it began and where it led. */
export interface Pair {
  readonly before: State;
  readonly after: State;
}

/** Why a line is refused, in every reading of the run. */
export type Refusal =
  | { readonly reason: "not enabled"; readonly states: readonly State[] }
  | { readonly reason: "differs"; readonly pairs: readonly Pair[] }
  | { readonly reason: "property"; readonly pairs: readonly Pair[]; readonly names: string[] };

export class Course {
  readonly machine: Machine;
  #candidates: readonly State[];
  readonly #changes: Changes;
  #limit = SMALLEST_TABLE;
  #first = true;

  private constructor(machine: Machine, candidates: readonly State[]) {
    this.machine = machine;
    this.#candidates = candidates;
    const { table, evaluator, servers } = machine;
    this.#changes = new Changes(table, evaluator.variables.length, servers);
  }

  /** From the state that the run begins in. */
  static from(machine: Machine, begin: readonly Value[] | null): Course {
    const { walks, table } = machine;
    const key = (begin ?? []).map((value) => table.uid(value)).join(" ");
    const make = () => beginning(machine, begin);
    return new Course(machine, walks === null ? make() : walks.start(key, make));
  }

  get candidates(): readonly State[] {
    return this.#candidates;
  }

  /** The number that a variable holds, or the length of the sequence, in the first reading. */
  count(name: string): number {
    const { evaluator } = this.machine;
    const value = this.#candidates[0]?.[evaluator.variables.indexOf(name)];
    return value instanceof Sequence ? value.length : Number(value);
  }

  /**
   * Takes one line; null when some reading allows it. After a refusal the course stays where it
   * was.
   */
  take(datum: Datum): Refusal | null {
    const { machine } = this;
    const line = valueOf(machine.table, datum);
    const known = machine.walks?.after(this.#candidates, line);
    if (known !== undefined) {
      this.#candidates = known;
      this.#first = false;
      return null;
    }
    const states = this.#candidates.flatMap((state) => machine.before(state, line));
    const pairs: Pair[] = [];
    for (const before of states) {
      for (const after of machine.after(before)) pairs.push({ before, after });
    }
    if (pairs.length === 0) return { reason: "not enabled", states };
    const fitting = pairs.filter(({ before, after }) => machine.fits(before, after, line));
    if (fitting.length === 0) return { reason: "differs", pairs };
    const broken: string[] = [];
    const kept = fitting.filter((pair) => this.#holds(pair, broken));
    if (kept.length === 0) return { reason: "property", pairs: fitting, names: broken };
    const led = distinct(kept.map(({ after }) => after));
    machine.walks?.remember(this.#candidates, line, led);
    this.#candidates = led;
    this.#first = false;
    if (this.#candidates.length > MAX_CANDIDATES) {
      const many = `more than ${String(MAX_CANDIDATES)} readings of the run`;
      throw new CannotTell(`${many} are possible: too little of it was recorded`, null);
    }
    this.#forget();
    return null;
  }

  /** Whether every property holds that this step may have made false; notes those that do not. */
  #holds({ before, after }: Pair, broken: string[]): boolean {
    this.#changes.look(before, after);
    const changes = this.#first ? null : this.#changes;
    const changed = changes?.variables ?? -1;
    let all = true;
    for (const property of this.machine.properties) {
      if ((property.reads & changed) === 0 || property.holds(before, after, changes)) continue;
      if (!broken.includes(property.name)) broken.push(property.name);
      all = false;
    }
    return all;
  }

  #forget(): void {
    const { table } = this.machine;
    if (table.size < this.#limit) return;
    this.machine.retain(this.#candidates);
    this.#limit = Math.max(SMALLEST_TABLE, GROWTH * table.size);
  }
}

function beginning(machine: Machine, begin: readonly Value[] | null): readonly State[] {
  const initial = machine.initial();
  if (begin === null) return [initial];
  const found: State[] = [];
  machine.evaluator.action("Begin")(initial, begin, (state) => found.push([...state]));
  return found;
}

/** Each state once; equal values are one object. */
function distinct(states: readonly State[]): readonly State[] {
  if (states.length < 2) return states;
  const kept: State[] = [];
  for (const state of states) {
    if (!kept.some((other) => other.every((value, k) => value === state[k]))) kept.push(state);
  }
  return kept;
}
