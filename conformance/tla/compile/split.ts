import type { Expression } from "../syntax/ast.js";
import type { Dictionary } from "./dictionary.js";

/**
 * The parts of an invariant, all of which must hold: the items of a conjunction, also under `\A`
 * and behind `=>`. A part reads fewer variables than the whole. They are to be evaluated in their
 * order, for a part may rely on the truth of those before it.
 */
export function split(e: Expression, dictionary: Dictionary): Expression[] {
  if (e.kind === "junction" && e.operator === "/\\") {
    return e.items.flatMap((item) => split(item, dictionary));
  }
  if (e.kind === "quantifier" && e.operator === "\\A") {
    return split(e.body, dictionary).map((body) => ({ ...e, body }));
  }
  if (e.kind === "infix" && e.operator === "=>") {
    return split(e.right, dictionary).map((right) => ({ ...e, right }));
  }
  const meaning = e.kind === "name" ? dictionary.meaning(e.name) : null;
  if (meaning?.is !== "definition" || meaning.definition.recursive) return [e];
  const parts = split(meaning.definition.body, dictionary);
  return parts.length === 1 ? [e] : parts;
}
