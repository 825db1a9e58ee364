// Promise: exit code 0 means that the judge refuses as many mutants as are wanted.
import { BugsError } from "#bugs";
import { parseWords, runCommand, UsageError } from "#conformance/command";
import { SimulatorError } from "../simulator-error.js";
import { checkClauses, tryClauses } from "./clauses/command.js";
import { checkMistakes, tryMistakes } from "./mistakes.js";

const USAGE = "usage: npm run simulate:mutants [-- NAME… --clauses --seeds N --write | --check]";

/** The share of mutants that must be refused. */
const WANTED = 0.95;

const SEEDS = 9;

function readArguments(words: readonly string[]) {
  const { values, positionals } = parseWords(words, {
    options: {
      seeds: { type: "string", default: String(SEEDS) },
      write: { type: "boolean", default: false },
      clauses: { type: "boolean", default: false },
      check: { type: "boolean", default: false },
    },
    allowPositionals: true,
  });
  if (!/^[1-9]\d{0,3}$/.test(values.seeds)) {
    throw new UsageError(`--seeds ${values.seeds}: write a number from 1 to 9999`);
  }
  if (values.write && positionals.length > 0) {
    throw new UsageError("--write wants all mutants; name none");
  }
  const { write, clauses, check } = values;
  if (check && (write || clauses || positionals.length > 0)) {
    throw new UsageError("--check runs nothing, and looks at both tables; give it alone");
  }
  return { names: positionals, seeds: Number(values.seeds), write, clauses, check };
}

async function main(words: readonly string[], signal: AbortSignal): Promise<number> {
  const { clauses, check, ...chosen } = readArguments(words);
  if (check) return Math.max(await checkMistakes(), await checkClauses());
  const options = { ...chosen, wanted: WANTED, signal };
  return clauses ? await tryClauses(options) : await tryMistakes(options);
}

await runCommand({
  name: "simulate:mutants",
  main,
  usage: USAGE,
  answers: [BugsError, SimulatorError],
});
