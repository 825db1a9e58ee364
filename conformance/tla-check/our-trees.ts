// Promise: our trees of a module, as texts that compare with those of SANY.
import { parseModule, TlaSyntaxError } from "../tla/index.js";
import { definitionSkeleton } from "./skeleton.js";

export const REFUSED = "refused";

/** A module whose one definition stands for `text`, which begins at the first column of a line. */
export const moduleOf = (text: string): string => `---- MODULE M ----\nit ==\n${text}\n====\n`;

/** The trees of our parser for the definitions of a module; null when it refuses the module. */
export function ourTrees(module: string): ReadonlyMap<string, string> | null {
  try {
    const { definitions } = parseModule(module);
    return new Map(definitions.map((one) => [one.name, definitionSkeleton(one)]));
  } catch (error) {
    if (error instanceof TlaSyntaxError) return null;
    throw error;
  }
}

/** The tree of one text in such a module, or that it is refused. */
export function treeOf(trees: ReadonlyMap<string, string> | null): string {
  const tree = trees?.get("it");
  return tree === undefined ? REFUSED : tree.replace(/^\(it == (.*)\)$/, "$1");
}
