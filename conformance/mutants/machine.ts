// Promise: a clause that is left out is missed by some model, or is a listed survivor.
import { clauseMutants, type ClauseMutant } from "./clauses/generate.js";
import { tryOn, type Lab, type Tried } from "./lab.js";
import { extended, merged, type SpecModules } from "./modules.js";
import type { Survivor } from "./survivors.js";
import { isNoSpec, verdictOf, type Judged, type Verdict } from "./verdict.js";

/** The modules whose Next is the protocol; what they extend belongs to it. */
const PROTOCOLS = ["Zab", "Election", "ZabElection"];

/** A model that takes longer is for the people who judge a survivor. */
const LADDER_SECONDS = 30;

/** The models that miss most clauses are tried before all others, whatever they cost. */
const FIRST: Readonly<Record<string, readonly string[]>> = {
  Zab: ["books-pair", "books-observer", "books", "books-epochs"],
  Election: ["el-books-pair", "el-books"],
  ZabElection: ["ze-books-observer", "ze-books"],
};

/** What needs three voters in the composition; walks first, as they find much in little time. */
const LAST: Readonly<Record<string, readonly string[]>> = { ZabElection: ["sim-ze", "ze-three"] };

/** A clause mutant, and the module of `PROTOCOLS` whose Next reaches the clause. */
export interface MachineMutant extends ClauseMutant {
  readonly protocol: string;
}

/** All clause mutants of the specs, in the order of the texts; a shared clause once. */
export function machineMutants(spec: SpecModules): readonly MachineMutant[] {
  const textsOf = (name: string) => {
    const modules = merged(spec, name).filter((each) => !spec.inModels.has(each));
    return new Map(modules.map((each) => [each, spec.texts.get(each) ?? ""]));
  };
  const found = new Map<string, MachineMutant>();
  for (const protocol of PROTOCOLS.filter((name) => spec.texts.has(name))) {
    for (const mutant of clauseMutants(textsOf(protocol), textsOf)) {
      if (!found.has(mutant.id)) found.set(mutant.id, { ...mutant, protocol });
    }
  }
  return [...found.values()];
}

/**
 * The models that must pass and depend on `module`: its own of `FIRST`, then the cheapest first,
 * and its own of `LAST`.
 */
export function ladder(
  { spec, models }: Pick<Lab, "spec" | "models">,
  module: string,
): readonly string[] {
  const known = (names: readonly string[] = []) =>
    names.filter((name) => models.some((model) => model.name === name));
  const [first, last] = [known(FIRST[module]), known(LAST[module])];
  const others = models
    .filter(({ expect, simulate }) => expect.kind !== "violates" && simulate === null)
    .filter((model) => extended(spec, model.module).includes(module))
    .filter(({ name, seconds }) => !first.includes(name) && seconds <= LADDER_SECONDS)
    .toSorted((one, other) => one.seconds - other.seconds);
  return [...first, ...others.map(({ name }) => name), ...last];
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
 * Tries the models until a property kills the mutant; the one that did so the last time goes
 * first. A mutant that TLC cannot evaluate is tried on the others, too, unless it was the last
 * time. A listed survivor is tried on the models of its entry only, and on all of them; whatever
 * is asked for by name replaces both.
 */
export async function judgeClause(
  lab: Lab,
  mutant: MachineMutant,
  listed: Survivor | undefined,
  last: Verdict | undefined,
): Promise<Judged> {
  const changed = withoutClause(lab.spec, mutant);
  const first = last === undefined || last.killer === null ? [] : last.models;
  const models = lab.only ??
    listed?.models ?? [...new Set([...first, ...ladder(lab, mutant.protocol)])];
  const attempts: Tried[] = [];
  for (const model of models) {
    const attempt = await tryOn(lab, model, changed);
    attempts.push(attempt);
    if (attempt.trouble !== null || lab.signal.aborted) break;
    const isAsBefore = attempt.killer === last?.killer && last.models.includes(model);
    if (attempt.killer !== null && (isAsBefore || !isNoSpec(attempt))) break;
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
