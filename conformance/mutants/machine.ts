// Promise: a clause that is left out is missed by some model, or is a listed survivor.
import { clauseMutants, type ClauseMutant } from "./clauses/generate.js";
import type { Attempt } from "./attempt.js";
import { tryOn, type Lab } from "./lab.js";
import { extended, type SpecModules } from "./modules.js";
import type { Survivor } from "./survivors.js";
import { verdictOf, type Judged, type Verdict } from "./verdict.js";

/** The modules whose Next is the protocol; what they extend belongs to it. */
const PROTOCOLS = ["Zab", "Election"];

/** A model that takes longer is for the people who judge a survivor. */
const LADDER_SECONDS = 30;

/** The models that miss most clauses are tried before all others, whatever they cost. */
const FIRST = [
  ...["books-pair", "books-observer", "books", "books-epochs"],
  ...["el-books-pair", "el-books"],
];

/** All clause mutants of the specs, in the order of the texts. */
export function machineMutants(spec: SpecModules): readonly ClauseMutant[] {
  return PROTOCOLS.filter((name) => spec.texts.has(name)).flatMap((name) => {
    const modules = extended(spec, name).filter((each) => !spec.inModels.has(each));
    return clauseMutants(new Map(modules.map((each) => [each, spec.texts.get(each) ?? ""])));
  });
}

/** The models that must pass and depend on `module`: those of `FIRST`, then the cheapest first. */
export function ladder(
  { spec, models }: Pick<Lab, "spec" | "models">,
  module: string,
): readonly string[] {
  const fit = models
    .filter(({ expect, simulate }) => expect.kind !== "violates" && simulate === null)
    .filter((model) => extended(spec, model.module).includes(module));
  const first = FIRST.filter((name) => fit.some((model) => model.name === name));
  const others = fit
    .filter(({ name, seconds }) => !FIRST.includes(name) && seconds <= LADDER_SECONDS)
    .toSorted((one, other) => one.seconds - other.seconds);
  return [...first, ...others.map(({ name }) => name)];
}

/** The module without the clause. */
export function withoutClause(
  spec: SpecModules,
  { module, start, end, replacement }: ClauseMutant,
): ReadonlyMap<string, string> {
  const text = spec.texts.get(module) ?? "";
  return new Map([[module, text.slice(0, start) + replacement + text.slice(end)]]);
}

/**
 * Tries the models until one kills the mutant; the one that did so the last time goes first. A
 * listed survivor is tried on the models of its entry only, and on all of them; whatever is asked
 * for by name replaces both.
 */
export async function judgeClause(
  lab: Lab,
  mutant: ClauseMutant,
  listed: Survivor | undefined,
  last: Verdict | undefined,
): Promise<Judged> {
  const changed = withoutClause(lab.spec, mutant);
  const first = last === undefined || last.killer === null ? [] : last.models;
  const models = lab.only ??
    listed?.models ?? [...new Set([...first, ...ladder(lab, mutant.module)])];
  const attempts: Attempt[] = [];
  for (const model of models) {
    const attempt = await tryOn(lab, model, changed);
    attempts.push(attempt);
    if (attempt.killer !== null || attempt.trouble !== null || lab.signal.aborted) break;
  }
  const verdict = verdictOf(mutant.id, mutant.clause, attempts);
  return { verdict, fault: attempts.at(-1)?.trouble ?? compare(verdict, listed) };
}

function compare({ killer, models }: Verdict, listed: Survivor | undefined): string | null {
  if (listed === undefined) {
    return killer === null
      ? `survives ${models.join(", ")}: add a check that kills it, or list it with its reason`
      : null;
  }
  return killer === null
    ? null
    : `listed as a survivor, killed by ${killer} on ${models.join(", ")}: delete the entry`;
}
