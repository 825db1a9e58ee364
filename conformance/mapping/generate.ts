// Promise: the generated files follow from spec, code and recorded runs, and from nothing else.
import { modulesOf, type Mapping } from "./check.js";
import type { Texts } from "./files.js";
import { indexPage } from "./pages/index-page.js";
import { page } from "./pages/page.js";
import { NEVER_FILE, neverRecorded, recordedLines, type Traces } from "./pages/recorded.js";
import { outlineJson } from "./spec/outline.js";

const OUTLINE_FILE = "spec/outline.json";
export const PAGES_DIR = "docs/mapping";

/** Every generated file by its path. */
export function generate(mapping: Mapping, traces: Traces): Texts {
  const modules = modulesOf(mapping);
  const recorded = recordedLines(traces);
  const never = neverRecorded(traces);
  const files = new Map([[OUTLINE_FILE, outlineJson([...mapping.specs.values()])]]);
  files.set(`${PAGES_DIR}/README.md`, indexPage(modules, recorded));
  for (const module of modules) {
    for (const [name, action] of module.spec.actions) {
      const key = `${module.name}!${name}`;
      const text = page({
        module,
        action,
        guards: mapping.guards,
        recorded: recorded.get(key) ?? null,
        never: never[key] ?? module.exceptions.actions[name] ?? null,
      });
      files.set(`${PAGES_DIR}/${module.name}/${name}.md`, text);
    }
  }
  return files;
}

/** The actions that no run shows and that have no reason for it. */
export function checkRecorded(mapping: Mapping, traces: Traces): readonly string[] {
  const recorded = recordedLines(traces);
  const never = neverRecorded(traces);
  return modulesOf(mapping).flatMap(({ name, spec, exceptions }) =>
    [...spec.actions.keys()].flatMap((action) => {
      const key = `${name}!${action}`;
      if (recorded.has(key) || key in never || action in exceptions.actions) return [];
      return [`${NEVER_FILE}: ${key} occurs in no run of traces/good: record one, or say why not`];
    }),
  );
}
