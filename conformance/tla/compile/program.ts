import type { Config, Definition, Expression, Spec } from "../syntax/ast.js";
import { EvaluationError } from "../evaluation-error.js";
import type { ValueTable } from "../value/table.js";
import { call, functionOf } from "./calls.js";
import { Dictionary } from "./dictionary.js";
import { forEach } from "./instances.js";
import { requireAll, successorsOf, writeInitial, writeNext } from "./next.js";
import { binding, CONSTANT, STATES, STEP, type Bound } from "./scope.js";
import { split } from "./split.js";
import { Steps } from "./steps.js";
import { isHigherOrder, Unit } from "./unit.js";

/** A spec under one configuration, as text of JavaScript, and what is known without running it. */
export interface WrittenProgram {
  /** An expression: a function of `runtime(places)`. */
  readonly source: string;
  readonly dictionary: Dictionary;
  readonly unit: Unit;
}

export function writeProgram(spec: Spec, config: Config, table: ValueTable): WrittenProgram {
  const dictionary = new Dictionary(spec, config, table);
  const unit = new Unit(dictionary);
  const steps = new Steps(unit);
  const operators: string[] = [];
  const actions: string[] = [];
  for (const definition of spec.definitions.values()) {
    if (isHigherOrder(definition)) continue;
    const name = JSON.stringify(definition.name);
    operators.push(`${name}: ${attempt(unit, definition, () => operator(steps, definition))}`);
    if (unit.analysis.reads(definition.body).next.size > 0) {
      actions.push(`${name}: ${attempt(unit, definition, () => action(steps, definition))}`);
    }
  }
  const invariants = config.invariants.map((name) => {
    const parts = split({ kind: "name", name, at: dictionary.definition(name).at }, dictionary);
    const codes = parts.map((part) => {
      const instances = instancesOf(steps, part);
      return `{ holds: (S, N) => ${steps.truth(part, STATES)}, instances: ${instances} }`;
    });
    return `${JSON.stringify(name)}: [${codes.join(",\n")}]`;
  });
  const { init, next } = behaviour(dictionary, config);
  const initial = init === null ? null : writeInitial(steps, init.body, init.name);
  const successors = next === null ? null : writeNext(steps, next.body, next.name);
  const length = String(dictionary.variables.length);
  const body = [
    unit.text(),
    `function initial(each) { const N = new Array(${length}); ${initial ?? ""} }`,
    successorsOf(successors ?? "", dictionary.variables.length),
    `return { initial, successors, operators: { ${operators.join(",\n")} },`,
    `actions: { ${actions.join(",\n")} }, invariants: { ${invariants.join(",\n")} } };`,
  ].join("\n");
  const source = `(runtime) => { const R = runtime(${JSON.stringify(unit.places)});\n${body}\n}`;
  return { source, dictionary, unit };
}

/** What a part says of each choice of the names that it binds. */
function instancesOf(steps: Steps, part: Expression): string {
  const each = forEach(part, steps.unit.dictionary, steps.unit.analysis);
  if (each === null) return "null";
  const names = each.names.map((name) => [name, steps.unit.fresh(name)] as const);
  const scope = binding(
    STATES,
    names.map(([name, code]) => [name, { is: "value", code, lazy: false }]),
  );
  const parameters = ["S", "N", ...names.map(([, code]) => code)].join(", ");
  const sets = each.sets.map((set) => {
    return `R.elements(${steps.value(set, CONSTANT)}, ${steps.unit.place(set)})`;
  });
  const holds = `(${parameters}) => ${steps.truth(each.body, scope)}`;
  return `{ over: () => [${sets.join(", ")}], holds: ${holds} }`;
}

/** The code of one operator; code that raises, where there is none. */
function attempt(unit: Unit, definition: Definition, write: () => string): string {
  try {
    return write();
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    const { at, problem } = error;
    const place = at === null ? definition : { at: { ...definition.at, ...at } };
    return `() => ${unit.refusal(problem, place)}`;
  }
}

function operator(steps: Steps, definition: Definition): string {
  const body = always(definition.body);
  if (body !== definition.body) return `(S, N) => ${steps.truth(body, STATES)}`;
  if (definition.parameters.length > 0) return functionOf(steps, definition);
  return `(S, N) => R.own(${call(steps, definition, [], STATES, definition.body)})`;
}

/** Of `[]P` what it says of each state or step: P. */
function always(e: Expression): Expression {
  return e.kind === "prefix" && e.operator === "[]" ? e.of : e;
}

function action(steps: Steps, definition: Definition): string {
  const names = definition.parameters.map(({ name }) => steps.unit.fresh(name));
  const parameters = ["S", "each", ...names].join(", ");
  const length = String(steps.unit.dictionary.variables.length);
  const begin = `(${parameters}) => { const N = new Array(${length});`;
  const written = steps.action(definition, new Set());
  if (written !== null) {
    requireAll(steps, definition.body, written.assigned, definition.name);
    const args = ["S", "N", "() => { each(N.slice()); }", ...names].join(", ");
    return `${begin} ${written.name}(${args}); }`;
  }
  const bound = definition.parameters.map(({ name }, k): [string, Bound] => [
    name,
    { is: "value", code: names[k] as string, lazy: true },
  ]);
  const body = steps.step(definition.body, binding(STEP, bound), (assigned) => {
    requireAll(steps, definition.body, assigned, definition.name);
    return "each(N.slice());";
  });
  return `${begin} ${body} }`;
}

interface Part {
  readonly name: string;
  readonly body: Expression;
}

/** INIT and NEXT of a configuration, or those of its SPECIFICATION. */
function behaviour(
  dictionary: Dictionary,
  config: Config,
): { readonly init: Part | null; readonly next: Part | null } {
  const named = (name: string | null): Part | null => {
    if (name === null) return null;
    return { name, body: { kind: "name", name, at: dictionary.definition(name).at } };
  };
  if (config.specification === null) return { init: named(config.init), next: named(config.next) };
  const { body, name } = dictionary.definition(config.specification);
  const parts = conjuncts(dictionary, body);
  const step = parts.map(always).find((part) => part.kind === "step");
  const init = parts.find((part) => part.kind === "name");
  return {
    init: init === undefined ? null : { name, body: init },
    next: step?.kind === "step" ? { name, body: step.action } : null,
  };
}

/** The parts of a specification: other operators that consist of such parts are opened. */
function conjuncts(dictionary: Dictionary, e: Expression): Expression[] {
  if (e.kind === "junction" && e.operator === "/\\") {
    return e.items.flatMap((item) => conjuncts(dictionary, item));
  }
  const meaning = e.kind === "name" ? dictionary.meaning(e.name) : null;
  if (meaning?.is !== "definition") return [e];
  const { body } = meaning.definition;
  const isTemporal = (of: Expression): boolean =>
    (of.kind === "prefix" && of.operator === "[]") ||
    (of.kind === "junction" && of.items.some(isTemporal)) ||
    of.kind === "fairness";
  return isTemporal(body) ? conjuncts(dictionary, body) : [e];
}
