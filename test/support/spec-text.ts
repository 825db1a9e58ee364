import { readFileSync } from "node:fs";
import { packageRoot } from "./package-root.js";

const spec = new URL("spec/", packageRoot);

/** What a module of spec/ says, as far as its layout tells: one definition per unindented line. */
export interface SpecText {
  readonly variables: readonly string[];
  readonly definitions: ReadonlyMap<string, string>;
}

/** The text of these modules together, without comments. */
export function readSpec(...modules: readonly string[]): SpecText {
  const text = modules.map((name) => readFileSync(new URL(`${name}.tla`, spec), "utf8")).join("\n");
  const bare = text.replace(/\(\*[\s\S]*?\*\)/g, "").replace(/\\\*.*$/gm, "");
  const definitions = new Map<string, string>();
  for (const block of bare.split(/\n(?=[A-Za-z]\w*(?:\([^)\n]*\))? ==)/)) {
    const name = /^([A-Za-z]\w*)(?:\([^)\n]*\))? ==/.exec(block)?.[1];
    if (name !== undefined) definitions.set(name, block.slice(block.indexOf("==") + 2));
  }
  const declared = [...bare.matchAll(/^VARIABLES?\s+([\s\S]*?)(?=\n\S)/gm)];
  const variables = declared.flatMap(([, names = ""]) => names.split(",").map((n) => n.trim()));
  return { variables, definitions };
}

/** The names of the actions among the disjuncts of Next. */
export function disjuncts({ definitions }: SpecText): readonly string[] {
  const next = definitions.get("Next") ?? "";
  return [...next.matchAll(/:\s*(\w+)\(/g)].map(([, name]) => name as string);
}

/** The variables that an action primes, itself or in an operator that it names. */
export function writes(spec: SpecText, action: string): readonly string[] {
  const seen = new Set<string>();
  const primed = new Set<string>();
  const visit = (name: string) => {
    if (seen.has(name)) return;
    seen.add(name);
    const body = spec.definitions.get(name) ?? "";
    for (const [, variable = ""] of body.matchAll(/\b(\w+)'\s*=/g)) primed.add(variable);
    for (const [word] of body.matchAll(/\b[A-Za-z]\w*\b/g)) {
      if (spec.definitions.has(word)) visit(word);
    }
  };
  visit(action);
  return [...primed].sort();
}

/** The exceptions to "one action, one reducer; one variable, one field", each with its reason. */
export interface Mapping {
  readonly actions: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
}

export function readMapping(module: string): Mapping {
  const all = JSON.parse(readFileSync(new URL("mapping.json", spec), "utf8")) as Partial<
    Record<string, Mapping>
  >;
  return all[module] ?? { actions: {}, variables: {} };
}
