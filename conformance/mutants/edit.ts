// Promise: an edit changes one place of one module, or nothing.
import type { Edit } from "./entry.js";

/** What edits made of the modules: those that changed, or why they do not apply. */
export type Edited =
  { readonly changed: ReadonlyMap<string, string> } | { readonly faults: readonly string[] };

/** Applies the edits one after the other; a later one sees what an earlier one wrote. */
export function applyEdits(texts: ReadonlyMap<string, string>, edits: readonly Edit[]): Edited {
  const changed = new Map<string, string>();
  const faults: string[] = [];
  for (const { module, find, replace } of edits) {
    const text = changed.get(module) ?? texts.get(module);
    const found = text === undefined ? 0 : text.split(find).length - 1;
    if (text === undefined) faults.push(`no module ${module}: name one of the specs`);
    else if (found === 1)
      changed.set(
        module,
        text.replace(find, () => replace),
      );
    else faults.push(`${howOften(found)} in ${module}: ${quote(find)}: ${REMEDY}`);
  }
  return faults.length > 0 ? { faults } : { changed };
}

const REMEDY = "find must be a text that occurs exactly once";

function howOften(found: number): string {
  return found === 0 ? "does not occur" : `occurs ${String(found)} times`;
}

const MAX_QUOTE = 60;

function quote(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return JSON.stringify(line.length <= MAX_QUOTE ? line : `${line.slice(0, MAX_QUOTE)}…`);
}
