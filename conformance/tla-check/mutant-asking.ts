/** Asks the evaluator about mutants what TLC was asked, and compares the answers. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadManifest } from "../models/index.js";
import {
  changesOf,
  loadMutants,
  loadVerdicts,
  machineMutants,
  readSpec,
  staleMutants,
} from "../mutants/index.js";
import { TlaSyntaxError } from "../tla/index.js";
import { CheckError } from "./error.js";
import { questionsOf } from "./mutant-questions.js";
import { difference, explored, notExplored } from "./mutant-verdicts.js";

const SPEC_DIR = fileURLToPath(new URL("../../../spec", import.meta.url));

/** What came of the questions about one mutant. */
export interface Asked {
  readonly name: string;
  readonly passed: number;
  /** One line for each answer that is not TLC's. */
  readonly wrong: readonly string[];
  /** Why questions were left to TLC, one reason each. */
  readonly left: readonly string[];
}

export interface MutantAsking {
  /** The mutants that have a verdict. */
  readonly names: readonly string[];
  /** Those whose verdict may be about another text. */
  stale(): Promise<ReadonlySet<string>>;
  /** A question with more states than `most` is left to TLC. */
  ask(name: string, most: number): Promise<Asked>;
}

/** @throws CheckError where a verdict is about a mutant or a model that is not there */
export async function mutantAsking(): Promise<MutantAsking> {
  const spec = await readSpec(SPEC_DIR);
  const { models } = await loadManifest(join(SPEC_DIR, "models"));
  const mutants = { spec, hand: await loadMutants(spec, models), clauses: machineMutants(spec) };
  const verdicts = await loadVerdicts(SPEC_DIR);
  const tasks = new Map(
    verdicts.map((verdict) => {
      const { name } = verdict;
      const changed = changesOf(mutants, name);
      const questions = questionsOf(verdict, models);
      if (changed !== null && questions !== null) return [name, { changed, questions }];
      throw new CheckError(`${name}: no such mutant or model: run npm run mutants -- --write`);
    }),
  );

  const ask = async (name: string, most: number): Promise<Asked> => {
    const task = tasks.get(name);
    if (task === undefined) throw new CheckError(`${name}: no verdict is about it`);
    const { changed, questions } = task;
    const wrong: string[] = [];
    const left: string[] = [];
    for (const question of questions) {
      const { model, alone, answer } = question;
      const isLarge = answer.distinct > most;
      const why = isLarge ? `more than ${String(most)} states` : await notExplored(question, spec);
      if (why !== null) {
        left.push(why);
        continue;
      }
      const fault = await explored(question, spec, changed).then(
        (found) => difference(answer, found),
        (error: unknown) => {
          if (error instanceof TlaSyntaxError) return `the evaluator refuses it: ${error.message}`;
          throw error;
        },
      );
      const asked = alone === null ? model.name : `${model.name}, ${alone} alone`;
      if (fault !== null) wrong.push(`${name} on ${asked}: ${fault}`);
    }
    return { name, passed: questions.length - wrong.length - left.length, wrong, left };
  };
  const stale = () => staleMutants(mutants, models, verdicts);
  return { names: verdicts.map(({ name }) => name), stale, ask };
}
