// Promise: a mutant made by hand dies of the property that its entry names, or has a reason.
import { withoutAssumptions } from "./alone.js";
import { editsOf } from "./catalogue.js";
import { applyEdits } from "./edit.js";
import type { HandMutant } from "./entry.js";
import { tryOn, type Lab, type Tried } from "./lab.js";
import { verdictOf, type Judged } from "./verdict.js";

export async function judgeHand(
  lab: Lab,
  mutant: HandMutant,
  all: readonly HandMutant[],
): Promise<Judged> {
  const edited = applyEdits(lab.spec.texts, editsOf(mutant, all));
  if ("faults" in edited) {
    return { verdict: verdictOf(mutant.name, null, []), fault: edited.faults.join("; ") };
  }
  const attempt = await tryOn(lab, mutant.model, edited.changed);
  const behind: Tried[] = [];
  const faults = [attempt.trouble ?? compare(mutant, attempt.killer)];
  for (const { property, model } of mutant.alone) {
    const changed = withoutAssumptions(lab.spec, edited.changed);
    const run = await tryOn(lab, model, changed, property);
    behind.push(run);
    const killer = run.killer ?? "nothing";
    if (killer === property) continue;
    faults.push(run.trouble ?? `${killer} fails on ${model}, where ${property} alone is asked for`);
  }
  const verdict = verdictOf(mutant.name, null, [attempt], behind);
  return { verdict, fault: faults.find((fault) => fault !== null) ?? null };
}

function compare({ fate, model }: HandMutant, killer: string | null): string | null {
  if ("survives" in fate) {
    return killer === null ? null : `must survive ${model}, killed by ${killer}: correct its entry`;
  }
  if (killer === fate.killer) return null;
  return killer === null
    ? `survives ${model}: ${fate.killer} must kill it`
    : `killed by ${killer}: ${fate.killer} must kill it`;
}
