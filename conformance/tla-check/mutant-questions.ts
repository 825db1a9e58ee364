// Promise: what TLC said of a mutant is asked again, model by model.
import type { ModelEntry } from "../models/index.js";
import type { Verdict } from "../mutants/index.js";
import type { Question } from "./mutant-verdicts.js";

/** What a verdict says, model by model; null where there is no such model. */
export function questionsOf(
  verdict: Verdict,
  models: readonly ModelEntry[],
): readonly Question[] | null {
  const asked = [{ property: null, ...verdict, model: verdict.models.at(-1) }];
  const alone = (verdict.alone ?? []).map((each) => ({ ...each, killer: each.property }));
  const questions: Question[] = [];
  for (const { property, model: name, killer, steps, distinct } of [...asked, ...alone]) {
    const model = models.find((each) => each.name === name);
    if (model === undefined) return null;
    questions.push({ model, alone: property, answer: { killer, steps, distinct } });
  }
  return questions;
}
