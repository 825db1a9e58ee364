// Promise: a mutant is found by its name, as the modules that it changes.
import { editsOf } from "./catalogue.js";
import { applyEdits } from "./edit.js";
import type { HandMutant } from "./entry.js";
import { withoutClause, type MachineMutant } from "./machine.js";
import type { SpecModules } from "./modules.js";

/** All mutants of the specs. */
export interface Mutants {
  readonly spec: SpecModules;
  readonly hand: readonly HandMutant[];
  readonly clauses: readonly MachineMutant[];
}

/** The modules of a mutant that differ from the specs; null when there is no such mutant. */
export function changesOf(
  { spec, hand, clauses }: Mutants,
  name: string,
): ReadonlyMap<string, string> | null {
  const clause = clauses.find(({ id }) => id === name);
  if (clause !== undefined) return withoutClause(spec, clause);
  const mutant = hand.find((one) => one.name === name);
  const edited = mutant === undefined ? null : applyEdits(spec.texts, editsOf(mutant, hand));
  return edited === null || "faults" in edited ? null : edited.changed;
}
