// Promise: a list of mutants that loads fits the specs and the models as they are.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ModelEntry } from "../models/index.js";
import { applyEdits } from "./edit.js";
import { readMutant, type Edit, type HandMutant } from "./entry.js";
import type { SpecModules } from "./modules.js";

/** The file name of the list. */
export const CATALOGUE = "mutants.json";

/** A list that cannot be used; each fault is one line with place and remedy. */
export class MutantsError extends Error {
  override readonly name = "MutantsError";
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join("\n"));
    this.faults = faults;
  }
}

/**
 * Reads `mutants.json` beside the specs and holds it against them: every edit applies, every
 * model is in the manifest, every name is there once.
 *
 * @throws MutantsError with all faults at once.
 */
export async function loadMutants(
  spec: SpecModules,
  models: readonly ModelEntry[],
): Promise<readonly HandMutant[]> {
  const file = join(spec.dir, CATALOGUE);
  const read = (await readJsonList(file)).map((value, index) =>
    readMutant(value, `${file}, entry ${String(index + 1)}`),
  );
  const mutants = read.flatMap((each) => ("mutant" in each ? [each.mutant] : []));
  const faults = [
    ...read.flatMap((each) => ("faults" in each ? each.faults : [])),
    ...mutants.flatMap((mutant) =>
      faultsOf(mutant, mutants, spec, models).map((fault) => `${file} (${mutant.name}): ${fault}`),
    ),
  ];
  if (faults.length > 0) throw new MutantsError(faults);
  return mutants;
}

/** The edits of a mutant, those of the mutants it is made of included. */
export function editsOf(mutant: HandMutant, all: readonly HandMutant[]): readonly Edit[] {
  const parts = all.filter(({ name }) => mutant.together.includes(name));
  return [...mutant.edits, ...parts.flatMap(({ edits }) => edits)];
}

function faultsOf(
  mutant: HandMutant,
  all: readonly HandMutant[],
  spec: SpecModules,
  models: readonly ModelEntry[],
): readonly string[] {
  const names = all.map(({ name }) => name);
  const unknown = mutant.together.filter((name) => !names.includes(name));
  const edited = applyEdits(spec.texts, editsOf(mutant, all));
  return [
    ...(names.filter((name) => name === mutant.name).length > 1
      ? ["the name occurs twice: rename one"]
      : []),
    ...unknown.map((name) => `together names ${name}, which is no mutant: correct it`),
    ...[mutant.model, ...mutant.alone.map(({ model }) => model)]
      .filter((model) => !models.some(({ name }) => name === model))
      .map((model) => `no model ${model} in the manifest: name one that is`),
    ...("faults" in edited ? edited.faults : []),
  ];
}

/** Reads a JSON list. @throws MutantsError with the place. */
export async function readJsonList(file: string): Promise<readonly unknown[]> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new MutantsError([`${file}: cannot be read: create it, or name another folder`]);
  });
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/\s+/g, " ") : String(error);
    throw new MutantsError([`${file}: not JSON (${reason}): correct it there`]);
  }
  if (!Array.isArray(list)) throw new MutantsError([`${file}: not a list: write [{…}, …]`]);
  return list as readonly unknown[];
}
