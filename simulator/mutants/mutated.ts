// Promise: a mutant's reducers are those of production but for its edits.
import { defectiveReducers, loadCatalogue } from "#bugs";
import type { Reducers } from "#explorer";
import { SimulatorError } from "../simulator-error.js";
import type { Excluded, Mutant } from "./mutant.js";

/** The reducers with the mistake, loaded from a copy. */
export async function mutatedReducers(mutant: Exclude<Mutant, Excluded>): Promise<Reducers> {
  if ("edits" in mutant) {
    return await defectiveReducers({ id: mutant.name, reducers: mutant.edits });
  }
  const entry = (await loadCatalogue()).find(({ id }) => id === mutant.defect);
  if (entry !== undefined) return await defectiveReducers(entry);
  throw new SimulatorError(
    `${mutant.name}: docs/bugs/catalogue.json has no defect ${mutant.defect}; name one that it has`,
  );
}
