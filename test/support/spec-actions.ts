import { readMapping, readSpec } from "./spec-text.js";

/** Every action of both specs, those beside Next included, as `Module!Action`. */
export function specActions(): string[] {
  return ["Zab", "Election"].flatMap((module) => {
    const { definitions } = readSpec(module);
    const next = definitions.get("Next") ?? "";
    const applied = [...next.matchAll(/\b([A-Z]\w*)\(/g)].map(([, name]) => name as string);
    const named = applied.filter((name) => definitions.has(name));
    const all = [...new Set([...named, ...Object.keys(readMapping(module).actions)])];
    return all.map((name) => `${module}!${name}`);
  });
}
