// Promise: a verdict on texts that stand here no more is named, and nothing is run for it.
import type { ModelEntry } from "../models/index.js";
import { withoutAssumptions } from "./alone.js";
import { runKey } from "./cache.js";
import { changesOf, type Mutants } from "./changes.js";
import { digestOf, type Verdict } from "./verdict.js";

/** The names of the mutants without a verdict on their present modules and models. */
export async function staleMutants(
  mutants: Mutants,
  models: readonly ModelEntry[],
  verdicts: readonly Verdict[],
): Promise<ReadonlySet<string>> {
  const names = [...mutants.hand.map(({ name }) => name), ...mutants.clauses.map(({ id }) => id)];
  const stale = new Set<string>();
  for (const name of names) {
    const verdict = verdicts.find((each) => each.name === name);
    if (verdict === undefined) stale.add(name);
    else if ((await presentDigest(mutants, models, verdict)) !== verdict.digest) stale.add(name);
  }
  return stale;
}

/** The digest that a verdict made now, on the same models, would have; null without a model. */
async function presentDigest(
  mutants: Mutants,
  models: readonly ModelEntry[],
  verdict: Verdict,
): Promise<string | null> {
  const changed = changesOf(mutants, verdict.name);
  const keys: string[] = [];
  for (const name of verdict.models) {
    const model = models.find((each) => each.name === name);
    if (model === undefined || changed === null) return null;
    keys.push(await runKey(mutants.spec, changed, model));
  }
  const alone = mutants.hand.find(({ name }) => name === verdict.name)?.alone ?? [];
  for (const { property, model: name } of alone) {
    const model = models.find((each) => each.name === name);
    if (model === undefined || changed === null) return null;
    const texts = withoutAssumptions(mutants.spec, changed);
    keys.push(await runKey(mutants.spec, texts, model, property));
  }
  return digestOf(keys);
}
