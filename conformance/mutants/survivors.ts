// Promise: a clause that may be missing is listed with its text and a reason.
import { join } from "node:path";
import { MutantsError, readJsonList } from "./catalogue.js";
import type { ClauseMutant } from "./clauses/generate.js";
import type { SpecModules } from "./modules.js";

/** A clause mutant that no check can kill, and why. */
export interface Survivor {
  readonly mutant: string;
  /** The clause the reason is about. */
  readonly clause: string;
  /** The models on which it is known to survive. */
  readonly models: readonly string[];
  readonly reason: string;
}

const SURVIVORS = "survivors.json";

/**
 * Reads `survivors.json` beside the specs and holds it against the clauses that there are.
 *
 * @throws MutantsError with all faults at once.
 */
export async function loadSurvivors(
  spec: SpecModules,
  mutants: readonly ClauseMutant[],
): Promise<readonly Survivor[]> {
  const file = join(spec.dir, SURVIVORS);
  const faults: string[] = [];
  const survivors: Survivor[] = [];
  for (const [index, value] of (await readJsonList(file)).entries()) {
    const fault = faultOf(value, mutants, survivors);
    if (fault === null) survivors.push(value as Survivor);
    else faults.push(`${file}, entry ${String(index + 1)}: ${fault}`);
  }
  if (faults.length > 0) throw new MutantsError(faults);
  return survivors;
}

function faultOf(
  value: unknown,
  mutants: readonly ClauseMutant[],
  before: readonly Survivor[],
): string | null {
  if (!isSurvivor(value)) return 'write {"mutant", "clause", "models": [names], "reason"}';
  const { mutant, clause } = value;
  const found = mutants.find(({ id }) => id === mutant);
  if (found === undefined)
    return `no clause ${mutant} in the specs: delete the entry, or correct it`;
  if (before.some((each) => each.mutant === mutant)) return `${mutant} is listed twice: delete one`;
  if (found.clause === clause) return null;
  return `${mutant} is now ${JSON.stringify(found.clause)}: judge it anew and correct clause`;
}

function isSurvivor(value: unknown): value is Survivor {
  if (typeof value !== "object" || value === null) return false;
  const { mutant, clause, models, reason } = value as Partial<Record<keyof Survivor, unknown>>;
  const isText = (each: unknown): boolean => typeof each === "string" && each.trim() !== "";
  return (
    [mutant, clause, reason].every(isText) &&
    Array.isArray(models) &&
    models.length > 0 &&
    models.every(isText)
  );
}
