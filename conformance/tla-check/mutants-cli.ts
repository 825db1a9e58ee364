// Promise: exit code 0 means that the evaluator gives every mutant of the specs TLC's verdict.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { INTERRUPTED, knownNames, parseWords, runCommand } from "../command/index.js";
import { loadManifest, ManifestError } from "../models/index.js";
import {
  changesOf,
  formatStale,
  loadMutants,
  loadVerdicts,
  machineMutants,
  MutantsError,
  readSpec,
  staleMutants,
} from "../mutants/index.js";
import { TlaSyntaxError } from "../tla/index.js";
import { CheckError } from "./error.js";
import { questionsOf } from "./mutant-questions.js";
import { difference, explored, notExplored } from "./mutant-verdicts.js";

const USAGE = "usage: npm run check:mutants -- [NAME… | --all]";
const SPEC_DIR = fileURLToPath(new URL("../../../spec", import.meta.url));
/** A verdict that took TLC more states is looked at only when it is named, or all are. */
const MOST_STATES = 300_000;

async function main(words: readonly string[], signal: AbortSignal): Promise<number> {
  const { positionals: names, values } = parseWords(words, {
    allowPositionals: true,
    options: { all: { type: "boolean", default: false } },
  });
  const { all } = values;
  const spec = await readSpec(SPEC_DIR);
  const { models } = await loadManifest(join(SPEC_DIR, "models"));
  const hand = await loadMutants(spec, models);
  const clauses = machineMutants(spec);
  const verdicts = await loadVerdicts(SPEC_DIR);
  const known = verdicts.map(({ name }) => name);
  knownNames("mutant of spec/mutants-verdicts.json", names, known);
  const stale = new Set(await staleMutants({ spec, hand, clauses }, models, verdicts));
  let passed = 0;
  let failed = 0;
  const left = new Map<string, number>();
  for (const verdict of verdicts) {
    if (names.length > 0 && !names.includes(verdict.name)) continue;
    if (signal.aborted) return INTERRUPTED;
    const changed = changesOf({ spec, hand, clauses }, verdict.name);
    const questions = questionsOf(verdict, models);
    if (changed === null || questions === null) {
      throw new CheckError(
        `${verdict.name}: no such mutant or model: run npm run mutants -- --write`,
      );
    }
    let sure = true;
    for (const question of questions) {
      const { model, alone, answer } = question;
      const large = !all && names.length === 0 && answer.distinct > MOST_STATES;
      const why = large
        ? `more than ${String(MOST_STATES)} states`
        : await notExplored(question, spec);
      if (why !== null) {
        left.set(why, (left.get(why) ?? 0) + 1);
        sure = false;
        continue;
      }
      const wrong = await explored(question, spec, changed).then(
        (found) => difference(answer, found),
        (error: unknown) => {
          if (error instanceof TlaSyntaxError) return `the evaluator refuses it: ${error.message}`;
          throw error;
        },
      );
      if (wrong === null) passed += 1;
      else {
        failed += 1;
        sure = false;
        const asked = alone === null ? model.name : `${model.name}, ${alone} alone`;
        console.log(`${verdict.name} on ${asked}: ${wrong}`);
      }
    }
    if (sure) stale.delete(verdict.name);
    // Ctrl-C is heard between two mutants.
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (const [why, count] of left) console.log(`${String(count)} left to TLC: ${why}`);
  console.log(`evaluator, mutants: ${String(passed)} passed, ${String(failed)} failed`);
  // What the evaluator finds today is about today's text, whatever the verdict was made from.
  const unsure = [...stale].filter((name) => names.length === 0 || names.includes(name));
  if (unsure.length > 0) console.log(formatStale(unsure));
  return failed === 0 && unsure.length === 0 ? 0 : 1;
}

await runCommand({ main, usage: USAGE, answers: [CheckError, ManifestError, MutantsError] });
