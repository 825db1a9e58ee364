// Promise: exit code 0 means that the judge refuses as many mutants as are wanted.
import { readFile } from "node:fs/promises";
import { BugsError } from "#bugs";
import { INTERRUPTED, knownNames, parseWords, runCommand, UsageError } from "#conformance/command";
import { SimulatorError } from "../simulator-error.js";
import { attempt, type Attempt } from "./attempt.js";
import { tryClauses } from "./clauses/command.js";
import { isExcluded, readMutants, type Mutant } from "./mutant.js";
import { mutatedReducers } from "./mutated.js";
import { writePage } from "./page.js";
import { MISTAKES, MUTANTS, PAGE } from "./place.js";
import { lineOf, refusedOf, scoreOf, scoreText, tableOf, type Outcome } from "./table.js";

const USAGE = "usage: npm run simulate:mutants [-- NAME… --clauses --seeds N --write]";

/** The share of mutants that must be refused. */
const WANTED = 0.95;

const SEEDS = 9;

function readArguments(words: readonly string[]) {
  const { values, positionals } = parseWords(words, {
    options: {
      seeds: { type: "string", default: String(SEEDS) },
      write: { type: "boolean", default: false },
      clauses: { type: "boolean", default: false },
    },
    allowPositionals: true,
  });
  if (!/^[1-9]\d{0,3}$/.test(values.seeds)) {
    throw new UsageError(`--seeds ${values.seeds}: write a number from 1 to 9999`);
  }
  if (values.write && positionals.length > 0) {
    throw new UsageError("--write wants all mutants; name none");
  }
  return {
    names: positionals,
    seeds: Number(values.seeds),
    write: values.write,
    clauses: values.clauses,
  };
}

function chosen(mutants: readonly Mutant[], names: readonly string[]): readonly Mutant[] {
  if (names.length === 0) return mutants;
  const known = mutants.map(({ name }) => name);
  const wanted = knownNames("mutant of simulator/mutants/mutants.json", names, known);
  return mutants.filter(({ name }) => wanted.includes(name));
}

/** Seeds one after the other, until a run is refused. */
async function tried(mutant: Mutant, seeds: number): Promise<readonly Attempt[]> {
  const attempts: Attempt[] = [];
  if (isExcluded(mutant)) return attempts;
  const reducers = await mutatedReducers(mutant);
  const { from = 1 } = mutant;
  for (let seed = from; seed < from + seeds; seed += 1) {
    const one = await attempt(reducers, seed);
    attempts.push(one);
    if (one.verdict?.verdict === "violates") break;
  }
  return attempts;
}

interface Told {
  readonly name: string;
  readonly bug: string;
}

async function main(words: readonly string[], signal: AbortSignal): Promise<number> {
  const { names, seeds, write, clauses } = readArguments(words);
  if (clauses) return await tryClauses({ names, seeds, write, wanted: WANTED, signal });
  const all = readMutants("simulator/mutants/mutants.json", await readFile(MUTANTS, "utf8"));
  const told = JSON.parse(await readFile(MISTAKES, "utf8")) as readonly Told[];
  const mistakes = new Map(told.map(({ name, bug }) => [name, bug]));
  const outcomes: Outcome[] = [];
  for (const mutant of chosen(all, names)) {
    if (signal.aborted) return INTERRUPTED;
    const began = Date.now();
    const attempts = await tried(mutant, seeds);
    const outcome = { mutant, mistake: mistakes.get(mutant.name) ?? "", attempts };
    outcomes.push(outcome);
    console.log(`${lineOf(outcome)} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  }
  const score = scoreOf(outcomes);
  console.log(scoreText(score));
  if (write) await writePage(PAGE, tableOf(outcomes));
  const missed = outcomes.filter((one) => !isExcluded(one.mutant) && !refusedOf(one));
  return missed.length > (1 - WANTED) * score.tried ? 1 : 0;
}

await runCommand({
  main,
  usage: USAGE,
  prefix: "simulate:mutants: ",
  answers: [BugsError, SimulatorError],
});
