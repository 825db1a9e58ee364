import type { System } from "../system.js";
import { CHUNK, type Control } from "./control.js";
import { Fingerprint } from "./fingerprint.js";
import { BLOCK_ROWS, SegmentWriter, type Segment } from "./segment.js";
import type { Visited } from "./visited.js";

/** A state, or the step from it to another, that should not be. */
export interface Violation {
  /** The place of the property, or -1: the state has no successor. */
  readonly property: number;
  /** The state, or the one that the step leaves. */
  readonly state: number;
  /** Where the step leads to; null where a state is wrong. */
  readonly target: readonly [high: number, low: number] | null;
}

/** The next level, one segment of each searcher. */
export interface Level {
  readonly segments: readonly Segment[];
  /** The components that each searcher has numbered since the last level. */
  readonly keys: readonly (readonly string[])[];
}

/** What a searcher has to tell when it has come to the end of a level. */
export interface Part {
  /** False when the table of states is full: the level goes on with a larger one. */
  readonly done: boolean;
  readonly segment: Segment;
  readonly keys: readonly string[];
  /** How many steps were taken so far. */
  readonly taken: number;
  readonly violation: Violation | null;
}

/** No predecessor: an initial state. */
export const NO_STATE = -1;

/**
 * One of the searchers of an exploration. Each numbers components and states in its own way; what
 * it finds on the table of another it translates.
 */
export class Searcher {
  readonly #system: System;
  readonly #index: number;
  readonly #workers: number;
  readonly #control: Control;
  readonly #fingerprint: Fingerprint;
  readonly #row: Int32Array;
  /** Per searcher, its components: the own number, or the text while nobody has asked. */
  readonly #foreign: (number | string)[][];
  readonly #parents: SegmentWriter = new SegmentWriter(1);
  #added = 0;
  #taken = 0;
  #told = 0;
  #level: Level = { segments: [], keys: [] };
  #next: SegmentWriter;
  #violation: Violation | null = null;
  /** Rows that were taken and not yet expanded: segment, first, end. */
  #rest: [segment: number, first: number, end: number] = [0, 0, 0];

  constructor(system: System, index: number, workers: number, control: Control) {
    this.#system = system;
    this.#index = index;
    this.#workers = workers;
    this.#control = control;
    this.#fingerprint = new Fingerprint(system.dictionary, system.width);
    this.#row = new Int32Array(system.width);
    this.#foreign = Array.from({ length: workers }, () => []);
    this.#next = new SegmentWriter(system.width + 1);
  }

  /** The first level: one of the searchers adds the initial states. */
  start(visited: Visited, first: boolean): Part {
    for (const row of first ? this.#system.initial() : []) {
      this.#fingerprint.of(row, 0);
      this.#add(visited, row, 0, NO_STATE);
    }
    return this.#part(true);
  }

  /** Expands rows of a level until there are none left, or the table is full. */
  expand(level: Level, visited: Visited): Part {
    level.keys.forEach((keys, k) => {
      if (k !== this.#index) this.#foreign[k]?.push(...keys);
    });
    this.#next = new SegmentWriter(this.#system.width + 1);
    this.#level = level;
    return this.resume(visited);
  }

  /** Goes on with the level, with a larger table. */
  resume(visited: Visited): Part {
    const { capacity } = visited;
    while (!this.#control.stopped && this.#hasRows()) {
      const [segment, first, end] = this.#rest;
      for (let row = first; row < end; row += 1) {
        if (this.#control.added >= capacity) {
          this.#rest[1] = row;
          return this.#part(false);
        }
        this.#expandRow(segment, row, visited);
      }
      this.#rest[1] = end;
    }
    return this.#part(true);
  }

  /** The predecessors of the states that this searcher added, in order. */
  get parents(): Segment {
    return this.#parents.segment;
  }

  /** Sees to it that there is a row to expand: of the own segment first, then of the others. */
  #hasRows(): boolean {
    if (this.#rest[1] < this.#rest[2]) return true;
    for (let k = 0; k < this.#workers; k += 1) {
      const segment = (this.#index + k) % this.#workers;
      const { rows } = this.#level.segments[segment] as Segment;
      const first = this.#control.take(segment);
      if (first >= rows) continue;
      this.#rest = [segment, first, Math.min(first + CHUNK, rows)];
      return true;
    }
    return false;
  }

  #expandRow(segment: number, row: number, visited: Visited): void {
    const { width, steps } = this.#system;
    const { blocks } = this.#level.segments[segment] as Segment;
    const buffer = blocks[Math.floor(row / BLOCK_ROWS)] as SharedArrayBuffer;
    const cells = new Int32Array(buffer);
    const at = (row % BLOCK_ROWS) * (width + 1);
    const state = cells[at + width] as number;
    for (let k = 0; k < width; k += 1) {
      const id = cells[at + k] as number;
      this.#row[k] = segment === this.#index ? id : this.#translated(segment, id);
    }
    const count = this.#system.expand(this.#row, 0);
    this.#taken += count;
    if (count === 0 && !this.#system.mayHalt(this.#row, 0)) this.#note(-1, state, null);
    for (let k = 0; k < count; k += 1) {
      this.#fingerprint.of(steps.rows, k * width);
      const fault = steps.faults[k] as number;
      if (fault >= 0) {
        this.#note(fault, state, [this.#fingerprint.high, this.#fingerprint.low]);
      }
      this.#add(visited, steps.rows, k * width, state);
    }
  }

  #translated(searcher: number, id: number): number {
    const table = this.#foreign[searcher] as (number | string)[];
    const known = table[id] as number | string;
    if (typeof known === "number") return known;
    const own = this.#system.internKey(known);
    table[id] = own;
    return own;
  }

  #add(visited: Visited, rows: Int32Array, from: number, parent: number): void {
    const { high, low } = this.#fingerprint;
    const state = this.#added * this.#workers + this.#index;
    if (!visited.add(high, low, state)) return;
    this.#added += 1;
    this.#control.tell(this.#index, this.#added);
    this.#next.append(rows, from, state);
    this.#parents.append(rows, from, parent);
    const property = this.#system.violated(rows, from);
    if (property >= 0) this.#note(property, state, null);
  }

  /** Of several violations on one level the first property counts. */
  #note(property: number, state: number, target: Violation["target"]): void {
    const found = this.#violation;
    if (found !== null && found.property <= property) return;
    this.#violation = { property, state, target };
  }

  #part(done: boolean): Part {
    const keys = this.#system.dictionary.keysFrom(this.#told);
    this.#told += keys.length;
    const { segment } = this.#next;
    return { done, segment, keys, taken: this.#taken, violation: this.#violation };
  }
}
