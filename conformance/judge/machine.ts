/** A spec ready to be stepped: its actions and properties compiled, over one table of values. */
import { compile, interpreter as interpret, ValueTable } from "../tla/index.js";
import type { Evaluator, Interpreter, Program, State, Value } from "../tla/index.js";
import { propertiesOf, statePropertiesOf, type Property } from "./properties.js";
import { Reads } from "./reads.js";
import type { SpecText } from "./spec-files.js";
import type { Walks } from "./walks.js";

const NONE: readonly Value[] = [];

export class Machine {
  readonly text: SpecText;
  readonly table = new ValueTable();
  readonly evaluator: Program;
  readonly reads: Reads;
  /** Who takes part. */
  readonly servers: readonly Value[];
  readonly properties: readonly Property[];
  /** Null where every run is another one. */
  readonly walks: Walks | null;
  #interpreter: Interpreter | null = null;
  /** Where `step` stands among the variables. */
  readonly #step: number;
  readonly #phases: readonly ReturnType<Evaluator["action"]>[];
  readonly #fits: ReturnType<Evaluator["operator"]>;

  constructor(text: SpecText, walks: Walks | null = null) {
    this.text = text;
    this.walks = walks;
    const { spec, config } = text;
    // A recorded history has each zxid once, and looking for another one would cost its length.
    const options = { table: this.table, choice: "first" } as const;
    this.evaluator = compile(spec, { ...config, invariants: statePropertiesOf(spec) }, options);
    this.reads = new Reads(spec, config);
    this.servers = this.#everyone();
    this.properties = propertiesOf(spec, this.evaluator, this.servers);
    this.#step = this.evaluator.variables.indexOf("step");
    const phases = text.spec.definitions.has("Prepare") ? ["Prepare", "Take"] : ["Take"];
    this.#phases = phases.map((name) => this.evaluator.action(name));
    this.#fits = this.evaluator.operator("Fits");
  }

  initial(): State {
    const found: State[] = [];
    this.evaluator.initial((state) => found.push(state));
    const [only] = found;
    if (only === undefined || found.length > 1) throw new Error("Init of a run is one state");
    return only;
  }

  /** The states in which the line may be taken: where its step begins. */
  before(state: State, line: Value): State[] {
    let states = [this.with(state, line)];
    for (const prepare of this.#phases.slice(0, -1)) {
      const next: State[] = [];
      for (const one of states) prepare(one, NONE, (reached) => next.push(reached));
      states = next;
    }
    return states;
  }

  /** Where the action of the line leads from a state in which it may be taken. */
  after(state: State): State[] {
    const found: State[] = [];
    this.#phases.at(-1)?.(state, NONE, (reached) => found.push(reached));
    return found;
  }

  /** What the line shows is what the step did. */
  fits(before: State, after: State, line: Value): boolean {
    return this.#fits(before, after, [line]) === true;
  }

  with(state: State, line: Value): State {
    const copy = state.slice();
    copy[this.#step] = line;
    return copy;
  }

  /** What explains a refusal; the work of finding its way through the text is done once. */
  get interpreter(): Interpreter {
    const { spec, config } = this.text;
    this.#interpreter ??= interpret(spec, config, this.table);
    return this.#interpreter;
  }

  #everyone(): readonly Value[] {
    const found = this.evaluator.operator("Everyone")(this.initial(), null, []);
    return this.table.items(found);
  }

  /** Forgets every value that these states are not made of. */
  retain(states: readonly State[]): void {
    this.evaluator.retain(states);
    this.walks?.forget();
    this.#interpreter = null;
  }
}
