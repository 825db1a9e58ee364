/** A mutant of the specs on a model, as the evaluator's explorer finds it. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { cfgProperties } from "tla2tools-runner";
import type { ModelEntry } from "../models/index.js";
import type { SpecModules, Verdict } from "../mutants/index.js";
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

export interface Found {
  /** The property that fails, L0 for a halt, `evaluation` for an error; null for nothing. */
  readonly killer: string | null;
  /** States of the counterexample; 0 without one. */
  readonly steps: number;
  /** All states of the model were visited. */
  readonly complete: boolean;
}

/** States looked at behind those that TLC needed: levels are searched in another order. */
const BEYOND = 2;
const AT_LEAST = 20_000;

/** Why a model says nothing to an evaluator without temporal logic and registers; else null. */
export async function notExplored({ cfg, module, expect }: ModelEntry, spec: SpecModules) {
  if (/^[^\n\\]*\bINSTANCE\b/m.test(spec.texts.get(module) ?? "")) return "an INSTANCE";
  if (expect.kind === "reaches") return "witnesses are counted in TLC's registers";
  const text = await readFile(join(spec.dir, "models", cfg), "utf8");
  return cfgProperties(text).some((name) => TEMPORAL.test(definitionOf(spec, name)))
    ? "a temporal property"
    : null;
}

const TEMPORAL = /<>|~>|WF_|SF_/;

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
  { cfg, module }: ModelEntry,
  spec: SpecModules,
  changed: ReadonlyMap<string, string>,
  { distinct }: Pick<Verdict, "distinct">,
): Promise<Found> {
  const textOf = (name: string) => changed.get(name) ?? spec.texts.get(name);
  const config = parseConfig(await readFile(join(spec.dir, "models", cfg), "utf8"), cfg);
  const maxStates = Math.max(AT_LEAST, BEYOND * distinct);
  const loaded = loadSpec(module, textOf);
  try {
    const program = compile(loaded, config);
    const wrong = falseAssumption(loaded, config);
    if (wrong !== null) return { killer: wrong, steps: 0, complete: true };
    const { violation, complete } = explore(program, config, { maxStates });
    if (violation === null) return { killer: null, steps: 0, complete };
    const killer = violation.kind === "deadlock" ? "L0" : violation.name;
    return { killer, steps: violation.steps.length, complete };
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    return { killer: "evaluation", steps: 0, complete: false };
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
export function difference({ killer, steps }: Verdict, found: Found): string | null {
  if (killer === null) {
    return found.killer === null ? null : `TLC finds nothing, the evaluator ${found.killer}`;
  }
  const wanted = killer.startsWith("evaluation") ? "evaluation" : killer;
  const here = found.killer ?? (found.complete ? "nothing" : "nothing so far");
  if (found.killer !== wanted) return `TLC finds ${killer}, the evaluator ${here}`;
  if (wanted === "evaluation" || found.steps === steps) return null;
  return `${killer} after ${String(steps)} states in TLC, ${String(found.steps)} here`;
}
