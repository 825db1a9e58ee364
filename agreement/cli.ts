// Promise: exit code 0 means that every chosen model has one graph on both sides, as certified.
import { readdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { resolveTools, RunnerError } from "tla2tools-runner";
import { inParallel, INTERRUPTED, parseWords, runCommand } from "#conformance/command";
import { GraphError } from "#conformance/graph";
import { ManifestError } from "#conformance/models";
import { checkModelGraph } from "./check-model.js";

const USAGE = "usage: npm run check:graph [-- MODEL… --write]";
const OPTIONS = { write: { type: "boolean", default: false } } as const;

const FAILED = 1;

const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

async function main(words: readonly string[], signal: AbortSignal): Promise<number> {
  const { values, positionals: names } = parseWords(words, {
    allowPositionals: true,
    options: OPTIONS,
  });
  const dir = root("certificates");
  const files = await readdir(dir);
  const certified = files.filter((file) => file.endsWith(".json")).map((file) => file.slice(0, -5));
  const tools = await resolveTools({ onStatus: (status) => void console.error(status) });
  const chosen = names.length > 0 ? names : certified.sort();
  const options = {
    root: root(""),
    specDir: root("spec"),
    certificates: dir,
    write: values.write,
    tools,
  };
  let failed = 0;
  const models = chosen.map((name) => ({ name }));
  await inParallel(models, availableParallelism(), signal, async ({ name }, ends) => {
    const { lines, ok } = await checkModelGraph(name, { ...options, signal: ends });
    if (ends.aborted) return;
    console.log(lines.join("\n"));
    if (!ok) failed += 1;
  });
  if (signal.aborted) return INTERRUPTED;
  console.log(`graphs: ${String(chosen.length - failed)} passed, ${String(failed)} failed`);
  return failed === 0 ? 0 : FAILED;
}

await runCommand({
  name: "check:graph",
  main,
  usage: USAGE,
  answers: [GraphError, ManifestError, RunnerError],
});
