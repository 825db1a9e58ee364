import type { Dictionary } from "./components/dictionary.js";

/** A step's action and its parameters in the order of the spec; a list is a set of servers. */
export interface Label {
  readonly action: string;
  readonly parameters: readonly Parameter[];
}
/** A server by its number in the form `{ server }`, else a plain value. */
export type Parameter =
  number | string | { readonly server: number } | { readonly set: readonly number[] };

/**
 * A closed system: servers, what connects them and what is remembered of the run. A state is a row
 * of numbers, one for each component, in the order that `columns` gives.
 */
export interface System {
  readonly width: number;
  readonly dictionary: Dictionary;
  /** The names of the properties; number k is the property at place k. */
  readonly properties: readonly string[];
  readonly initial: () => readonly Int32Array[];
  /** How many steps leave the state at `from` in `rows`; `steps` has them until the next call. */
  readonly expand: (rows: Int32Array, from: number) => number;
  readonly steps: Steps;
  /** The first property that does not hold in the state at `from` in `rows`; -1 where all hold. */
  readonly violated: (rows: Int32Array, from: number) => number;
  /** Whether a state without successors is what the model allows. */
  readonly mayHalt: (rows: Int32Array, from: number) => boolean;
  /** The state as canonical text, one for each variable. */
  readonly variables: (row: Int32Array) => ReadonlyMap<string, string>;
  /** The component that another dictionary of the same system wrote down. */
  readonly internKey: (key: string) => number;
}

/** The steps out of one state: the rows they lead to, labels, what action property each breaks. */
export class Steps {
  readonly width: number;
  rows: Int32Array;
  labels: Label[] = [];
  /** The number of the action property that the step violates, -1 for none. */
  faults: number[] = [];
  count = 0;

  constructor(width: number) {
    this.width = width;
    this.rows = new Int32Array(width * 64);
  }

  clear(): void {
    this.count = 0;
  }

  /** Adds a step that leaves the state as it is; returns where its row begins, for changes. */
  add(rows: Int32Array, from: number, label: Label, fault: number): number {
    const { width } = this;
    const at = this.count * width;
    if (at + width > this.rows.length) {
      const larger = new Int32Array(this.rows.length * 2);
      larger.set(this.rows);
      this.rows = larger;
    }
    const target = this.rows;
    for (let k = 0; k < width; k += 1) target[at + k] = rows[from + k] as number;
    this.labels[this.count] = label;
    this.faults[this.count] = fault;
    this.count += 1;
    return at;
  }
}
