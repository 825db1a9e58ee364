// Promise: one mutant for every conjunct of a guard and for every update that Next can reach.
import type { Definition, Module } from "./definitions.js";
import { Effects } from "./effects.js";
import type { Shape } from "./skeleton.js";
import { reachable, readSpecification, type TextsOf } from "./specification.js";
import type { Token } from "./tokens.js";

/** A module with one clause less. */
export interface ClauseMutant {
  /** Such as `Zab!LeaderDropLearner guard 3`: its place among its like in the definition. */
  readonly id: string;
  readonly module: string;
  /** The clause in one line; a verdict is about this text and about no other. */
  readonly clause: string;
  readonly line: number;
  /** What takes its place, from offset `start` up to `end` of the module. */
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** What is not the protocol's: where it begins, and what only lists its actions. */
const ROOT = "Next";

/**
 * The clause mutants of one specification: its modules, the one that defines Next among them, and
 * what its Next reaches in instances.
 *
 * A dropped conjunct becomes TRUE; an update that is left out becomes UNCHANGED of whatever it
 * decides, so that every mutant is a specification that TLC can run.
 */
export function clauseMutants(
  texts: ReadonlyMap<string, string>,
  textsOf: TextsOf = () => new Map(),
): readonly ClauseMutant[] {
  const known = new Map<object, Effects>();
  return reachable(readSpecification(texts, textsOf), [ROOT])
    .filter(({ definition }) => definition.name !== ROOT)
    .flatMap(({ definition, within }) => {
      const effects = known.get(within) ?? new Effects(within);
      known.set(within, effects);
      return ofDefinition(definition, within.modules, effects);
    });
}

function ofDefinition(
  definition: Definition,
  modules: readonly Module[],
  effects: Effects,
): ClauseMutant[] {
  const module = modules.find(({ name }) => name === definition.module);
  if (module === undefined) return [];
  const found: ClauseMutant[] = [];
  const counts = new Map<string, number>();

  const add = (shape: Shape, what: string, replacement: string): void => {
    const clause = module.tokens.slice(shape.from, shape.to);
    const [first] = clause;
    const last = clause.at(-1);
    if (first === undefined || last === undefined) return;
    const count = (counts.get(what) ?? 0) + 1;
    counts.set(what, count);
    const nth = what === "guard" || count > 1 ? ` ${String(count)}` : "";
    found.push({
      id: `${module.name}!${definition.name} ${what}${nth}`,
      module: module.name,
      clause: spell(clause),
      line: first.line,
      start: first.start,
      end: last.end,
      replacement,
    });
  };

  /** `isStep`: the shape says what happens, and is not a question inside a clause. */
  const visit = (shape: Shape, isStep: boolean, isConjunct: boolean): void => {
    const clause = module.tokens.slice(shape.from, shape.to);
    if (shape.kind === "leaf") {
      const [word, ...others] = clause;
      const isParameter = others.length === 0 && definition.parameters.includes(word?.text ?? "");
      const effect = !isStep
        ? { decided: [], changed: [] }
        : isParameter
          ? effects.ofParameter(definition, word?.text ?? "")
          : effects.ofClause(clause);
      if (effect.changed.length > 0) {
        const isAssignment = word?.text.endsWith("'") === true;
        const named = others[0]?.text === "!" ? others[1] : word;
        const what = isAssignment ? effect.changed.join(", ") : (named?.text ?? "");
        add(shape, `update ${what}`, `UNCHANGED <<${effect.decided.join(", ")}>>`);
      } else if (isConjunct && effect.decided.length === 0) add(shape, "guard", "TRUE");
      for (const each of shape.inner) visit(each, false, false);
      return;
    }
    if (shape.kind === "binding") {
      if (isConjunct && !isAction(shape, module, effects)) add(shape, "guard", "TRUE");
      for (const each of shape.definitions) visit(each, false, false);
      visit(shape.body, isStep, false);
      return;
    }
    if (shape.kind === "choice") {
      for (const each of shape.conditions) visit(each, false, false);
      for (const each of shape.branches) visit(each, isStep, false);
      return;
    }
    for (const each of shape.items) visit(each, isStep, shape.kind === "and");
  };

  visit(definition.shape, true, false);
  return found;
}

/** Whether a shape speaks of the next state. */
function isAction(shape: Shape, module: Module, effects: Effects): boolean {
  return module.tokens
    .slice(shape.from, shape.to)
    .some(({ text }) => text.endsWith("'") || effects.ofOperator(text).decided.length > 0);
}

/** The tokens of a clause in one line, spaced as in the text, without what stood between lines. */
function spell(clause: readonly Token[]): string {
  return clause
    .map(({ text, start, line }, k) => {
      const before = clause[k - 1];
      if (before === undefined) return text;
      return before.line !== line || before.end < start ? ` ${text}` : text;
    })
    .join("");
}
