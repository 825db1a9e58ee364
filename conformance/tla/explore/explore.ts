import type { Program } from "../compile/compile.js";
import type { State, Value } from "../evaluator.js";
import { EvaluationError } from "../evaluation-error.js";
import type { Config } from "../syntax/ast.js";
import { Invariants, StepProperties } from "./checks.js";
import { Store } from "./store.js";
import { Symmetry } from "./symmetry.js";
import { Values } from "./values.js";

/** A step of a counterexample: what was done, and the state after it. */
export interface Step {
  /** Null for the initial state. */
  readonly action: string | null;
  readonly args: readonly Value[];
  readonly state: State;
}

export interface Violation {
  readonly kind: "invariant" | "property" | "deadlock";
  readonly name: string;
  /** The shortest way there from an initial state. */
  readonly steps: readonly Step[];
}

export interface Exploration {
  readonly distinct: number;
  /** Initial states and steps, as often as they come. */
  readonly generated: number;
  /** How many states the longest of the shortest ways to a state has. */
  readonly depth: number;
  /** False when it has been stopped before all was seen. */
  readonly complete: boolean;
  readonly violation: Violation | null;
}

export interface ExploreOptions {
  /** No more distinct states than this are looked at. */
  readonly maxStates?: number;
  /** States are numbered in the order of their discovery. */
  readonly onState?: (number: number, state: State) => void;
  readonly onEdge?: (
    from: number,
    action: string,
    args: readonly Value[],
    to: number,
    next: State,
  ) => void;
}

/** Visits every state of a model, level by level, and checks what its configuration says. */
export function explore(
  program: Program,
  config: Config,
  options: ExploreOptions = {},
): Exploration {
  return new Exploring(program, config, options).run();
}

interface Found {
  readonly kind: Violation["kind"];
  readonly name: string;
  readonly from: number;
  readonly last: Step | null;
}

class Exploring {
  private readonly program: Program;
  private readonly config: Config;
  private readonly options: ExploreOptions;
  private readonly values: Values;
  private readonly store: Store;
  private readonly keyOf: (row: Int32Array, state: State) => Int32Array;
  private readonly invariants: Invariants;
  private readonly properties: StepProperties;
  private readonly constraints: readonly ((state: State) => boolean)[];
  private readonly actionConstraints: readonly ((state: State, next: State) => boolean)[];
  private readonly row: Int32Array;
  /** Of the state whose steps are taken. */
  private readonly parentRow: Int32Array;
  private generated = 0;
  private found: Found | null = null;

  constructor(program: Program, config: Config, options: ExploreOptions) {
    this.program = program;
    this.config = config;
    this.options = options;
    this.values = new Values(program.table);
    const width = program.variables.length;
    this.row = new Int32Array(width);
    this.parentRow = new Int32Array(width);
    const { keyWidth, keyOf } = keys(program, config, this.values);
    this.keyOf = keyOf;
    this.store = new Store(width, keyWidth);
    this.invariants = new Invariants(program, config.invariants);
    this.properties = new StepProperties(program, config.properties);
    const truth = (name: string) => {
      const evaluate = program.operator(name);
      return (state: State, next: State | null = null) => evaluate(state, next, []) === true;
    };
    this.constraints = config.constraints.map(truth);
    this.actionConstraints = config.actionConstraints.map(truth);
  }

  run(): Exploration {
    const { store } = this;
    const most = this.options.maxStates ?? Infinity;
    this.program.initial((state) => {
      if (this.found === null) this.reach(state, -1, null);
    });
    let depth = store.size > 0 ? 1 : 0;
    let levelEnd = store.size;
    let state = 0;
    for (; state < store.size && this.found === null && store.size <= most; state++) {
      if (state === levelEnd) {
        depth += 1;
        levelEnd = store.size;
      }
      this.expand(state);
    }
    return {
      distinct: store.size,
      generated: this.generated,
      depth,
      complete: state === store.size && this.found === null,
      violation: this.found === null ? null : this.violation(this.found),
    };
  }

  private expand(number: number): void {
    this.parentRow.set(this.store.row(number));
    const state = this.values.state(this.parentRow);
    let some = false;
    this.program.successors(state, (action, args, next) => {
      some = true;
      if (this.found === null) this.reach(next, number, { action, args, state: next }, state);
    });
    if (!some && this.config.checkDeadlock !== false) {
      this.found ??= { kind: "deadlock", name: "Deadlock", from: number, last: null };
    }
  }

  /** A state, initial or behind a step from state `from`. */
  private reach(state: State, from: number, step: Step | null, before?: State): void {
    const { row, store } = this;
    this.generated += 1;
    const parent = before === undefined ? null : this.parentRow;
    this.values.fill(row, state, before, this.parentRow);
    const inside = this.isInside(state, before);
    const key = this.keyOf(row, state);
    let number = inside ? store.find(key) : -1;
    if (number < 0) {
      const name = this.invariants.violated(row, () => state, parent);
      const last = step ?? { action: null, args: [], state };
      if (name !== null) this.found = { kind: "invariant", name, from, last };
      if (inside) {
        number = store.add(row, key, from);
        this.options.onState?.(number, state);
      }
    }
    if (before === undefined || step?.action === undefined || step.action === null) return;
    if (number >= 0) this.options.onEdge?.(from, step.action, step.args, number, state);
    const name = this.properties.violated({ row: this.parentRow, state: before }, { row, state });
    if (name !== null) this.found ??= { kind: "property", name, from, last: step };
  }

  /** Whether the model's constraints let the exploration go on from there. */
  private isInside(state: State, before: State | undefined): boolean {
    return (
      this.constraints.every((holds) => holds(state)) &&
      (before === undefined || this.actionConstraints.every((holds) => holds(before, state)))
    );
  }

  private violation({ kind, name, from, last }: Found): Violation {
    const path: number[] = [];
    for (let state = from; state >= 0; state = this.store.parent(state)) path.unshift(state);
    const steps = path.map((state, k) => this.stepTo(state, path[k - 1]));
    return { kind, name, steps: last === null ? steps : [...steps, last] };
  }

  /** The step that a stored state was found by: it is taken again. */
  private stepTo(number: number, before: number | undefined): Step {
    const state = this.values.state(this.store.row(number));
    let found: Step = { action: null, args: [], state };
    if (before === undefined) return found;
    this.program.successors(this.values.state(this.store.row(before)), (action, args, next) => {
      if (next.every((value, k) => value === state[k])) found = { action, args, state };
    });
    return found;
  }
}

/** What tells states apart: the variables of the VIEW, and of symmetric states the least. */
function keys(program: Program, config: Config, values: Values) {
  const symmetry = config.symmetry === null ? null : program.operator(config.symmetry);
  const reducedTo = (width: number) =>
    symmetry === null ? null : new Symmetry(symmetry([], null, []), program.table, values, width);
  const all = config.view === null ? program.variables : program.variablesOf(config.view);
  if (all === null) {
    if (symmetry !== null) {
      throw new EvaluationError(
        `VIEW ${config.view ?? ""} is no tuple of variables, with SYMMETRY`,
      );
    }
    const view = program.operator(config.view ?? "");
    const keyOf = (_: Int32Array, state: State) =>
      Int32Array.of(values.number(view(state, null, [])));
    return { keyWidth: 1, keyOf };
  }
  const columns = Int32Array.from(all, (variable) => program.variables.indexOf(variable));
  const reduced = reducedTo(columns.length);
  const key = new Int32Array(columns.length);
  const keyOf = (row: Int32Array) => {
    for (let k = 0; k < key.length; k++) key[k] = row[columns[k] as number] as number;
    reduced?.reduce(key);
    return key;
  };
  return { keyWidth: columns.length, keyOf };
}
