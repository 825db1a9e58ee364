// Promise: a mutant's reducers are those of production but for its edits.
import { createHash } from "node:crypto";
import { defectiveReducers, loadCatalogue } from "#bugs";
import type { Reducers } from "#explorer";
import { SimulatorError } from "../simulator-error.js";
import type { Excluded, Mutant } from "./mutant.js";

/** The reducers with the mistake, loaded from a copy. */
export async function mutatedReducers(mutant: Exclude<Mutant, Excluded>): Promise<Reducers> {
  return await defectiveReducers(await defectOf(mutant));
}

/** Changes with the edits that make the mistake. */
export async function editsDigest(mutant: Exclude<Mutant, Excluded>): Promise<string> {
  const { reducers } = await defectOf(mutant);
  return createHash("sha256").update(JSON.stringify(reducers)).digest("hex").slice(0, 16);
}

async function defectOf(mutant: Exclude<Mutant, Excluded>) {
  if ("edits" in mutant) return { id: mutant.name, reducers: mutant.edits };
  const entry = (await loadCatalogue()).find(({ id }) => id === mutant.defect);
  if (entry !== undefined) return entry;
  throw new SimulatorError(
    `${mutant.name}: docs/bugs/catalogue.json has no defect ${mutant.defect}; name one that it has`,
  );
}
