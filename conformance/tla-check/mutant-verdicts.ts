/** A mutant of the specs on a model, as the evaluator's explorer finds it. */
import { cfgProperties } from "tla2tools-runner";
import type { ModelEntry } from "../models/index.js";
import {
  configText,
  merged,
  withoutAssumptions,
  type SpecModules,
  type Verdict,
} from "../mutants/index.js";
import {
  compile,
  EvaluationError,
  explore,
  interpreter,
  loadSpec,
  parseConfig,
  ValueTable,
  type Config,
  type Spec,
  type Value,
} from "../tla/index.js";
import { SEEN, SEEN_HERE, Witnesses } from "./witnesses.js";

export interface Found {
  /**
   * The property that fails, or the witness that is not reached; L0 for a halt, `evaluation` for an
   * error; null for nothing.
   */
  readonly killer: string | null;
  /** States of the counterexample; 0 without one. */
  readonly steps: number;
  /** How many states the model has; null where not all of them were visited. */
  readonly distinct: number | null;
}

/** What is found when the search gives up. */
const STOPPED = "nothing so far";

/** States looked at behind those that TLC needed: levels are searched in another order. */
const BEYOND = 2;
const AT_LEAST = 20_000;

/** What is asked of a mutant, and TLC's answer. */
export interface Question {
  readonly model: ModelEntry;
  /** The only property to ask for, or null for all of the model's. */
  readonly alone: string | null;
  readonly answer: Pick<Verdict, "killer" | "steps" | "distinct">;
}

/** Why a question is none to an evaluator without INSTANCE and temporal logic; else null. */
export async function notExplored({ model, alone }: Question, spec: SpecModules) {
  if (model.simulate !== null) return "random walks";
  const texts = merged(spec, model.module).map((name) => spec.texts.get(name) ?? "");
  if (texts.some((text) => INSTANCE.test(text))) return "an INSTANCE";
  const properties = cfgProperties(await configText(spec, model, alone));
  return properties.some((name) => TEMPORAL.test(definitionOf(spec, name)))
    ? "a temporal property"
    : null;
}

const INSTANCE = /^[^\n\\]*\bINSTANCE\b/m;
/** Not the empty tuple. */
const TEMPORAL = /(?<!<)<>(?!>)|~>|WF_|SF_/;

function definitionOf(spec: SpecModules, name: string): string {
  for (const text of spec.texts.values()) {
    const found = new RegExp(`^${name} ==[\\s\\S]*?(?=\\n\\n|\\n\\\\\\*|\\n---|\\n===)`, "m").exec(
      text,
    );
    if (found !== null) return found[0];
  }
  return "";
}

/** @throws TlaSyntaxError for a mutant that the evaluator cannot read */
export async function explored(
  { model, alone, answer }: Question,
  spec: SpecModules,
  mutant: ReadonlyMap<string, string>,
): Promise<Found> {
  const { module, cfg, expect } = model;
  const changed = alone === null ? mutant : withoutAssumptions(spec, mutant);
  const textOf = (name: string) =>
    name === SEEN ? SEEN_HERE : (changed.get(name) ?? spec.texts.get(name));
  const wanted = expect.kind === "reaches" && alone === null ? expect.witnesses : [];
  const witnesses = new Witnesses();
  const config = parseConfig(await configText(spec, model, alone), cfg);
  const maxStates = Math.max(AT_LEAST, BEYOND * answer.distinct);
  const loaded = loadSpec(module, textOf);
  try {
    const program = compile(loaded, config, { print: witnesses.print });
    const wrong = falseAssumption(loaded, config);
    if (wrong !== null) return { killer: wrong, steps: 0, distinct: null };
    const { violation, ...seen } = explore(program, config, { maxStates });
    if (violation === null) {
      const missing = seen.complete ? witnesses.missing(wanted) : STOPPED;
      return { killer: missing, steps: 0, distinct: seen.complete ? seen.distinct : null };
    }
    const killer = violation.kind === "deadlock" ? "L0" : violation.name;
    return { killer, steps: violation.steps.length, distinct: null };
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    // A witness that asks for what is not there shares the mutant's mistake, and no more.
    const isWitness = expect.kind === "reaches" && error.at?.module === module;
    if (isWitness) return { killer: null, steps: 0, distinct: null };
    return { killer: "evaluation", steps: 0, distinct: null };
  }
}

/** TLC asks for the assumptions before it looks at any state. */
function falseAssumption(spec: Spec, config: Config): string | null {
  if (spec.modules.every(({ assumptions }) => assumptions.length === 0)) return null;
  const { evaluate } = interpreter(spec, config, new ValueTable());
  const nowhere = { state: null, next: null, locals: new Map<string, Value>() };
  const all = spec.modules.flatMap(({ assumptions }) => assumptions);
  const wrong = all.find(({ body }) => evaluate(body, nowhere) !== true);
  if (wrong === undefined) return null;
  return wrong.name ?? (wrong.body.kind === "name" ? wrong.body.name : "ASSUME");
}

/** Null when both say the same; TLC's own words for an error of evaluation name an operator. */
export function difference(answer: Question["answer"], found: Found): string | null {
  const { killer, steps, distinct } = answer;
  const wanted = killer?.startsWith("evaluation") === true ? "evaluation" : killer;
  if (found.killer !== wanted) {
    return `TLC finds ${killer ?? "nothing"}, the evaluator ${found.killer ?? "nothing"}`;
  }
  if (found.distinct !== null && found.distinct !== distinct) {
    return `all ${String(distinct)} states in TLC, ${String(found.distinct)} here`;
  }
  if (killer === null || wanted === "evaluation" || found.steps === steps) return null;
  return `${killer} after ${String(steps)} states in TLC, ${String(found.steps)} here`;
}
