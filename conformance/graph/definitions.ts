// Promise: what a graph depends on is read from the modules' own texts, and nothing else is.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { GraphError } from "./errors.js";

/** The top-level units of a module family by the name they define; others under their own text. */
export type Definitions = ReadonlyMap<string, string>;

/** The text without comments, trailing space and blank lines; layout stays: it has meaning. */
export function withoutComments(text: string): string {
  let out = "";
  let depth = 0;
  for (const [piece] of text.matchAll(/"(?:[^"\\\n]|\\.)*"|\(\*|\*\)|\\\*[^\n]*|[^]/g)) {
    if (piece === "(*") depth += 1;
    else if (piece === "*)") depth = Math.max(0, depth - 1);
    else if (depth === 0 && !piece.startsWith("\\*")) out += piece;
    else if (piece === "\n") out += piece;
  }
  return out.replace(/[ \t]+$/gm, "").replace(/\n{2,}/g, "\n");
}

/** Where a unit begins: a definition, a declaration or an assumption at the left margin. */
const UNIT =
  /^(?:LOCAL +)?(?:(RECURSIVE|CONSTANTS?|VARIABLES?|EXTENDS|ASSUME|THEOREM|INSTANCE|-{4,}|={4,})|([A-Za-z_]\w*)(?:\([^)]*\)|\[[^\]]*\])? *==)/;

/** The modules that `module` extends, itself included, from these folders; TLC's own left out. */
export async function moduleTexts(
  module: string,
  folders: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  const visit = async (name: string): Promise<void> => {
    if (texts.has(name)) return;
    const text = await readModule(name, folders);
    if (text === null) return;
    texts.set(name, text);
    const extended = /^EXTENDS ([\w, \n]*?)$/m.exec(withoutComments(text))?.[1] ?? "";
    for (const next of extended.match(/\w+/g) ?? []) await visit(next);
  };
  await visit(module);
  if (texts.size === 0) {
    throw new GraphError(`${module}.tla: not in ${folders.join(" or ")}: name another module`);
  }
  return texts;
}

async function readModule(name: string, folders: readonly string[]): Promise<string | null> {
  for (const folder of folders) {
    const text = await readFile(join(folder, `${name}.tla`), "utf8").catch(() => null);
    if (text !== null) return text;
  }
  return null;
}

/** The definitions of these modules, and their declarations under `declared` with a number. */
export function definitions(texts: ReadonlyMap<string, string>): Definitions {
  const units = new Map<string, string>();
  for (const [module, text] of texts) {
    let name = "";
    for (const line of withoutComments(text).split("\n")) {
      const head = UNIT.exec(line);
      if (head !== null) name = head[2] ?? `${module}: ${head[1] ?? ""} ${String(units.size)}`;
      if (name !== "") units.set(name, `${units.get(name) ?? ""}${line}\n`);
    }
  }
  return units;
}

/**
 * The texts of all definitions that these names reach, in order of name. A word that only looks
 * like a reference (a field, a text in quotes) brings in more than is needed, never less.
 */
export function reachable(units: Definitions, roots: readonly string[]): string {
  const reached = new Map<string, string>();
  const open = [...roots];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const text = units.get(name);
    if (text === undefined || reached.has(name)) continue;
    reached.set(name, text);
    open.push(...(text.match(/[A-Za-z_]\w*/g) ?? []));
  }
  return [...reached]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, text]) => text)
    .join("");
}
