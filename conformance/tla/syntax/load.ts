// Promise: a module and all that it extends become one spec, each module once, none left out.
import type { Module, Spec } from "./ast.js";
import { TlaSyntaxError } from "./error.js";
import { checkNames } from "./names.js";
import { parseModule } from "./parse.js";
import { isStandard } from "./standard.js";

/** Modules behind those that they extend. */
function inOrder(root: string, textOf: (module: string) => string | undefined): Module[] {
  const found = new Map<string, Module>();
  const open: string[] = [];
  const visit = (name: string, from: Module | null) => {
    if (found.has(name) || isStandard(name)) return;
    const at = from?.at ?? { module: name, line: 1, column: 1 };
    if (open.includes(name)) {
      throw new TlaSyntaxError(at, `found EXTENDS ${name}, which extends this; break the circle`);
    }
    const text = textOf(name);
    if (text === undefined) {
      const what = from === null ? `no text of module ${name}` : `EXTENDS ${name}`;
      throw new TlaSyntaxError(at, `found ${what}; there is no file ${name}.tla: add it`);
    }
    const module = parseModule(text, name);
    if (module.name !== name) {
      throw new TlaSyntaxError(module.at, `found the name ${module.name}; the file says ${name}`);
    }
    open.push(name);
    for (const one of module.extends) visit(one, module);
    open.pop();
    found.set(name, module);
  };
  visit(root, null);
  return [...found.values()];
}

/** Reads module `root` and what it extends; `textOf` finds the text of a module by its name. */
export function loadSpec(root: string, textOf: (module: string) => string | undefined): Spec {
  const modules = inOrder(root, textOf);
  checkNames(modules);
  const definitions = modules.flatMap((module) => module.definitions);
  return {
    root,
    modules,
    definitions: new Map(definitions.map((definition) => [definition.name, definition])),
    constants: modules.flatMap(({ constants }) => constants),
    variables: modules.flatMap(({ variables }) => variables),
  };
}
