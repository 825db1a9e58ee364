/** What a set of runs has shown of the specs: which guards both ways, which antecedents at all. */
import { EvaluationError, interpreter as interpret } from "../tla/index.js";
import type { Expression, Interpreter, State, Value } from "../tla/index.js";
import type { Datum } from "../steps/datum.js";
import type { Course } from "../judge/course.js";
import { valueOf } from "../judge/values.js";
import { claimed, otherLines } from "../judge/explain/actions.js";
import { anatomy } from "../judge/explain/anatomy.js";
import type { Machine } from "../judge/machine.js";
import { antecedentsOf } from "./antecedents.js";
import { guardsOf, placeOf } from "./clauses.js";

/** A guard of an action, and how often it was found each way. */
export interface ClauseSeen {
  /** Such as `Zab!LeaderProcessACK`. */
  readonly action: string;
  /** As it is written, on one line. */
  readonly text: string;
  /** `Zab.tla:638`. */
  readonly place: string;
  readonly held: number;
  readonly failed: number;
}

/** What a property presupposes, and in how many states it was so. */
export interface AntecedentSeen {
  readonly property: string;
  readonly text: string;
  readonly place: string;
  readonly times: number;
}

interface Counted {
  readonly action: string;
  readonly guard: Expression;
  held: number;
  failed: number;
}

interface Presupposed {
  readonly property: string;
  readonly ofStep: boolean;
  readonly expression: Expression;
  times: number;
}

/** Looks at one run, by one spec; when that conforms, what it saw may be added to others. */
export class Survey {
  readonly #clauses = new Map<string, Counted>();
  readonly #open = new Set<string>();
  readonly #antecedents: Presupposed[] = [];
  #machine: Machine | null = null;
  #interpreter: Interpreter | null = null;
  #textOf: (module: string) => string = () => "";

  /** What can be seen of a spec: known, and missed, in a run without a line of it, too. */
  open(machine: Machine): void {
    this.#on(machine);
  }

  /** Looks at a course before it takes a line; the function returned looks at where that led. */
  look(course: Course, datum: Datum): () => void {
    const { machine } = course;
    const [candidate] = course.candidates;
    if (candidate === undefined) return () => undefined;
    const line = valueOf(machine.table, datum);
    const [before] = machine.before(candidate, line);
    if (before === undefined) return () => undefined;
    this.#before(machine, before, line);
    return () => {
      const [after] = course.candidates;
      // A course that has moved to a new table has left these values behind.
      if (after !== undefined && course.machine === machine) this.#after(machine, before, after);
    };
  }

  /** What the server of a line could do, and what keeps it from the rest. */
  #before(machine: Machine, state: State, line: Value): void {
    const interpreter = this.#on(machine);
    const own = { name: nameOf(machine, line), line };
    for (const { name, line: other } of [own, ...otherLines(machine, line)]) {
      if (!this.#open.has(name)) continue;
      const found = claimed(machine, interpreter, machine.with(state, other), other);
      if (found === null) continue;
      const { guards } = anatomy(interpreter, found.expression, found.environment);
      for (const { expression, holds } of guards) this.#count(name, expression, holds);
    }
  }

  #after(machine: Machine, before: State, after: State): void {
    const interpreter = this.#on(machine);
    for (const one of this.#antecedents) {
      if (one.times > 0) continue;
      const states = one.ofStep ? { state: before, next: after } : { state: after, next: null };
      if (isTrue(interpreter, one.expression, states)) one.times += 1;
    }
  }

  clauses(): ClauseSeen[] {
    return [...this.#clauses.values()].map(({ action, guard, held, failed }) => {
      const spec = this.#machine?.text.name ?? "";
      return { action: `${spec}!${action}`, ...this.#written(guard), held, failed };
    });
  }

  antecedents(): AntecedentSeen[] {
    return this.#antecedents.map(({ property, expression, times }) => ({
      property,
      ...this.#written(innermost(expression)),
      times,
    }));
  }

  #written(e: Expression): { text: string; place: string } {
    const text = this.#textOf(e.at.module).slice(e.at.start, e.at.end).replace(/\s+/g, " ");
    return { text, place: `${e.at.module}.tla:${String(e.at.line)}` };
  }

  #on(machine: Machine): Interpreter {
    if (this.#machine === machine && this.#interpreter !== null) return this.#interpreter;
    const { spec, config } = machine.text;
    const interpreter = interpret(spec, config, machine.table);
    if (this.#machine === null) {
      this.#textOf = (module) => spec.modules.find(({ name }) => name === module)?.text ?? "";
      this.#list(machine, interpreter);
    }
    this.#machine = machine;
    this.#interpreter = interpreter;
    return interpreter;
  }

  #list({ text, properties }: Machine, interpreter: Interpreter): void {
    let body = text.spec.definitions.get("Act")?.body;
    while (body?.kind === "let") body = body.body;
    for (const { when, then } of body?.kind === "case" ? body.arms : []) {
      const name = when.kind === "infix" && when.right.kind === "string" ? when.right.value : "";
      const action = operatorOf(then);
      const definition = action === null ? undefined : text.spec.definitions.get(action);
      if (definition === undefined) continue;
      for (const guard of guardsOf(interpreter, definition.body)) {
        this.#clauses.set(`${name} ${placeOf(guard.at)}`, {
          action: name,
          guard,
          held: 0,
          failed: 0,
        });
        this.#open.add(name);
      }
    }
    for (const { name } of properties) {
      const property = text.spec.definitions.get(name);
      if (property === undefined) continue;
      const nowhere = { state: null, next: null, locals: new Map<string, Value>() };
      const ofStep = interpreter.readsNext(property.body, nowhere);
      for (const expression of antecedentsOf(property.body)) {
        this.#antecedents.push({ property: name, ofStep, expression, times: 0 });
      }
    }
  }

  #count(name: string, guard: Expression, holds: boolean | null): void {
    const counted = this.#clauses.get(`${name} ${placeOf(guard.at)}`);
    if (counted === undefined || holds === null) return;
    if (holds) counted.held += 1;
    else counted.failed += 1;
    const both = [...this.#clauses.values()].every(
      (one) => one.action !== name || (one.held > 0 && one.failed > 0),
    );
    if (both) this.#open.delete(name);
  }
}

/** The operator that an arm of Act applies; null for what is no action of the spec. */
function operatorOf(e: Expression): string | null {
  if (e.kind === "apply") return e.name;
  if (e.kind === "quantifier") return operatorOf(e.body);
  if (e.kind === "junction") return operatorOf(e.items[0] as Expression);
  return null;
}

function nameOf({ table }: Machine, line: Value): string {
  return String(table.items(line)[0]);
}

/** What the quantifiers and LETs are about. */
function innermost(e: Expression): Expression {
  return e.kind === "quantifier" || e.kind === "let" ? innermost(e.body) : e;
}

function isTrue(
  interpreter: Interpreter,
  e: Expression,
  states: { readonly state: State; readonly next: State | null },
): boolean {
  try {
    return interpreter.evaluate(e, { ...states, locals: new Map() }) === true;
  } catch (error) {
    if (error instanceof EvaluationError) return false;
    throw error;
  }
}
