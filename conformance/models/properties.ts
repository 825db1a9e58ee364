// Promise: every property that a model checks is found, with its place and where it says something.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { cfgInvariants, cfgProperties } from "tla2tools-runner";
import type { Manifest } from "./manifest.js";
import type { ModelEntry } from "./entry.js";

/** What is known of a property without reading its text. */
export interface PropertyFacts {
  /** Links to its definitions, seen from the folder of the specs. */
  readonly places: string;
  /** The model that reaches its vacuity witness `V_…`, and after how many steps. */
  readonly witness: string;
}

/** L0 is no formula: a model asks for it by a next-state relation that only a stable state ends. */
const NO_HALT = { name: "NoHalt", relation: "MCNextOrStable" } as const;

/** By name, all invariants, properties and named assumptions of the models. */
export async function propertyFacts(
  manifest: Manifest,
): Promise<ReadonlyMap<string, PropertyFacts>> {
  const { dir, models } = manifest;
  const cfgs = await Promise.all(models.map(({ cfg }) => readFile(join(dir, cfg), "utf8")));
  const modules = [...(await modulesIn(join(dir, ".."), "")), ...(await modulesIn(dir, "models/"))];
  const assumed = modules.flatMap(({ lines }) => lines.flatMap((line) => assumption(line)));
  const checked = cfgs.flatMap((text) => [...cfgInvariants(text), ...cfgProperties(text)]);
  const names = new Set([NO_HALT.name, ...checked, ...assumed]);
  return new Map(
    [...names].map((name) => {
      const witness = assumed.includes(name) ? "before the first state" : witnessOf(name, models);
      return [name, { places: placesOf(name, modules), witness }];
    }),
  );
}

/**
 * The table of properties with what is known of each brought up to date: head, ruler and rows,
 * whose words are kept.
 */
export async function propertyTable(
  manifest: Manifest,
  rows: readonly (readonly string[])[],
): Promise<readonly (readonly string[])[]> {
  const facts = await propertyFacts(manifest);
  return rows.map((cells) => {
    const [id = "", name = "", , words = "", source = ""] = cells;
    const known = facts.get(name.replaceAll("`", ""));
    return known === undefined ? cells : [id, name, known.places, words, source, known.witness];
  });
}

interface Module {
  readonly path: string;
  readonly name: string;
  readonly lines: readonly string[];
}

async function modulesIn(dir: string, prefix: string): Promise<readonly Module[]> {
  const files = (await readdir(dir)).filter((file) => file.endsWith(".tla")).sort();
  return Promise.all(
    files.map(async (file) => {
      const lines = (await readFile(join(dir, file), "utf8")).split("\n");
      return { path: `${prefix}${file}`, name: file.slice(0, -".tla".length), lines };
    }),
  );
}

function assumption(line: string): readonly string[] {
  const name = /^ASSUME (\w+)$/.exec(line)?.[1];
  return name === undefined ? [] : [name];
}

/** Where `name` is defined; a definition that hands on its namesake of another module is none. */
function placesOf(name: string, modules: readonly Module[]): string {
  const operator = name === NO_HALT.name ? NO_HALT.relation : name;
  const handsOn = new RegExp(`== \\w+!${operator}$`);
  const found = modules.flatMap(({ path, name: module, lines }) =>
    lines.flatMap((line, index) => {
      if (!line.startsWith(`${operator} ==`) || handsOn.test(line)) return [];
      const at = String(index + 1);
      return [`[${module}:${at}](${path}#L${at})`];
    }),
  );
  return found.join(", ");
}

/** The first model that reaches `V_name` and runs more often than every night. */
function witnessOf(name: string, models: readonly ModelEntry[]): string {
  for (const tier of ["quick", "ci", "simulation"]) {
    for (const model of models) {
      const depth = model.tier === tier ? model.witnesses?.[`V_${name}`] : undefined;
      if (depth !== undefined) return `\`${model.name}\`, step ${String(depth)}`;
    }
  }
  return "every step";
}
