// Promise: a failed evaluation counts only where a state is at fault, and has the place's name.
import type { TlcResult } from "tla2tools-runner";

/** Something that every well-formed state has was asked of a state that lacks it. */
const ILL_FORMED = /Attempted to |CASE with no conditions true|must be in the domain of/;
const ASSUMPTION = /Assumption line (\d+), col \d+ to line \d+, col \d+ of module (\w+) is false/;
/** TLC's list of nested expressions, the innermost last. */
const PLACE = /^\d+\. Line (\d+), column \d+ to line \d+, column \d+ in (\w+)$/gm;

/**
 * What an evaluation error says of a mutant: the assumption that is false, or the operator that
 * has no value. Null when the mutant is at fault as a text, such as a step that does not say
 * what becomes of a variable.
 */
export function evaluationKiller(
  result: TlcResult,
  text: (module: string) => string,
): string | null {
  const said = result.message ?? "";
  const [, line, module] = ASSUMPTION.exec(said) ?? [];
  if (line !== undefined && module !== undefined) {
    const found = text(module).split("\n")[Number(line) - 1];
    return /^ASSUME\s+(\w+)/.exec(found ?? "")?.[1] ?? "ASSUME";
  }
  if (!ILL_FORMED.test(said)) return null;
  const places = result.diagnostics.flatMap((each) => [...each.text.matchAll(PLACE)]);
  const [, at, within] = places.at(-1) ?? [];
  if (at === undefined || within === undefined) return "evaluation";
  return `evaluation in ${within}!${operatorAt(text(within), Number(at))}`;
}

/** A step that a whole specification, used as a property, does not allow. */
const STEP = /property line (\d+), col \d+ to line \d+, col \d+ of module (\w+) is violated/;

/** The property of which TLC says the place alone, as `Zab!Spec`, or as its `names` have it. */
export function placedProperty(
  { message }: Pick<TlcResult, "message">,
  text: (module: string) => string,
  names: readonly string[],
): string | null {
  const [, line, module] = STEP.exec(message ?? "") ?? [];
  if (line === undefined || module === undefined) return null;
  const operator = operatorAt(text(module), Number(line));
  return names.includes(operator) ? operator : `${module}!${operator}`;
}

/** The definition in which `line` of a module stands. */
function operatorAt(text: string, line: number): string {
  const heads = text
    .split("\n")
    .slice(0, line)
    .flatMap((each) => /^(\w+)(?:\([^)]*\))?\s*==/.exec(each)?.[1] ?? []);
  return heads.at(-1) ?? "?";
}
