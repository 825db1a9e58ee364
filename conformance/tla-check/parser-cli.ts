// Promise: exit code 0 means that our parser and SANY make the same trees of everything here.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { resolveTools, RunnerError } from "tla2tools-runner";
import { parseWords, runCommand } from "../command/index.js";
import { parseModule, TlaSyntaxError } from "../tla/index.js";
import { CheckError } from "./error.js";
import { readLayouts, writeLayouts } from "./layouts.js";
import { operatorChains, operatorPairs } from "./operator-pairs.js";
import { moduleOf, ourTrees, REFUSED, treeOf } from "./our-trees.js";
import { wholeNumber } from "./whole-number.js";
import { sanyTrees, type SanyTrees } from "./sany-trees.js";

const USAGE = "usage: npm run check:parser -- [--write] [--chains N] [--seed N]";
const OPTIONS = {
  write: { type: "boolean" },
  chains: { type: "string", default: "2000" },
  seed: { type: "string", default: "1" },
} as const;

const root = fileURLToPath(new URL("../../..", import.meta.url));
const recorded = (file: string) => join(root, "test/conformance/tla/syntax/sany", file);

function usesInstance(text: string): boolean {
  try {
    parseModule(text);
    return false;
  } catch (error) {
    return error instanceof TlaSyntaxError && error.problem.includes("INSTANCE");
  }
}

/** The modules of spec/ but those with an INSTANCE, which the judge does not read. */
function specModules(): { name: string; text: string }[] {
  return ["spec", "spec/models", "spec/traces"].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((file) => file.endsWith(".tla"))
      .map((file) => ({ name: file, text: readFileSync(join(root, folder, file), "utf8") }))
      .filter(({ text }) => !usesInstance(text)),
  );
}

interface Difference {
  readonly what: string;
  readonly ours: string;
  readonly sany: string;
}

/** Where the trees of a module's definitions differ. */
function moduleDifferences(name: string, text: string, sany: SanyTrees): Difference[] {
  const ours = ourTrees(text);
  const names = new Set([...(ours?.keys() ?? []), ...(sany?.keys() ?? [])]);
  return [...names]
    .map((one) => ({
      what: `${name}: ${one}`,
      ours: ours?.get(one) ?? REFUSED,
      sany: sany?.get(one) ?? REFUSED,
    }))
    .filter((one) => one.ours !== one.sany);
}

/** Writes what SANY said, or names the file that says something else. */
function stale(file: string, content: string, write: boolean): boolean {
  if (write) writeFileSync(recorded(file), content);
  else if (readFileSync(recorded(file), "utf8") !== content) {
    console.error(`${file} is not what SANY says: npm run check:parser -- --write`);
    return true;
  }
  return false;
}

async function main(words: readonly string[], signal: AbortSignal): Promise<number> {
  const { values } = parseWords(words, { options: OPTIONS });
  const tools = await resolveTools();
  const pairs = operatorPairs();
  const layouts = readLayouts(readFileSync(recorded("layouts.txt"), "utf8"));
  const chains = operatorChains(
    wholeNumber("--chains", values.chains),
    wholeNumber("--seed", values.seed),
  );
  const texts = [...pairs, ...layouts.map(({ text }) => text), ...chains];
  const modules = specModules();
  const asked = [...texts.map(moduleOf), ...modules.map(({ text }) => text)];
  const answers = await sanyTrees(asked, tools, signal);
  const trees = answers.slice(0, texts.length).map(treeOf);
  const differences = [
    ...texts
      .map((what, k) => ({ what, ours: treeOf(ourTrees(moduleOf(what))), sany: trees[k] ?? "" }))
      .filter(({ ours, sany }) => ours !== sany),
    ...modules.flatMap(({ name, text }, k) =>
      moduleDifferences(name, text, answers[texts.length + k] ?? null),
    ),
  ];
  for (const { what, ours, sany } of differences) {
    console.error(`${what}\n  ours: ${ours}\n  SANY: ${sany}`);
  }
  if (differences.length > 0) {
    console.log(`parser: 0 passed, ${String(differences.length)} failed`);
    return 1;
  }
  const operators = pairs.map((text, k) => `${text}\t${trees[k] ?? ""}\n`).join("");
  const laid = layouts.map((one, k) => ({ ...one, tree: trees[pairs.length + k] ?? null }));
  const write = values.write === true;
  if (stale("operators.txt", operators, write)) return 1;
  if (stale("layouts.txt", writeLayouts(laid), write)) return 1;
  const definitions = modules.reduce((sum, { text }) => sum + (ourTrees(text)?.size ?? 0), 0);
  const refused = trees.filter((tree) => tree === REFUSED).length;
  console.log(
    `parser: the same trees as SANY for ${String(pairs.length)} pairs and ` +
      `${String(chains.length)} chains of operators, ${String(layouts.length)} layouts ` +
      `(${String(refused)} of these refused by both), ${String(definitions)} definitions of ` +
      `${String(modules.length)} modules: ${String(trees.length + definitions)} passed, 0 failed`,
  );
  return 0;
}

await runCommand({ name: "check:parser", main, usage: USAGE, answers: [CheckError, RunnerError] });
