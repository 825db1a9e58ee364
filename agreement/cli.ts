// Promise: exit code 0 means that every chosen model has one graph on both sides, as certified.
import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { resolveTools, RunnerError } from "tla2tools-runner";
import { GraphError } from "#conformance/graph";
import { ManifestError } from "#conformance/models";
import { checkModelGraph } from "./check-model.js";

const USAGE = "usage: npm run check:graph [-- MODEL… --write]";
const [FAILED, BAD_USAGE, INTERRUPTED] = [1, 2, 130] as const;

const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

class UsageError extends Error {}

function readArguments(words: readonly string[]): { names: string[]; write: boolean } {
  try {
    const options = { write: { type: "boolean", default: false } } as const;
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options,
    });
    return { names: positionals, write: values.write };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(reason.split(". ")[0]);
  }
}

async function main(words: readonly string[], signal: AbortSignal): Promise<number> {
  const { names, write } = readArguments(words);
  const dir = root("certificates");
  const files = await readdir(dir);
  const certified = files.filter((file) => file.endsWith(".json")).map((file) => file.slice(0, -5));
  const tools = await resolveTools({ onStatus: (status) => void console.error(status) });
  const chosen = names.length > 0 ? names : certified.sort();
  let failed = 0;
  for (const name of chosen) {
    const options = {
      root: root(""),
      specDir: root("spec"),
      certificates: dir,
      write,
      tools,
      signal,
    };
    const { lines, ok } = await checkModelGraph(name, options);
    if (signal.aborted) return INTERRUPTED;
    console.log(lines.join("\n"));
    if (!ok) failed += 1;
  }
  console.log(`graphs: ${String(chosen.length - failed)} passed, ${String(failed)} failed`);
  return failed === 0 ? 0 : FAILED;
}

const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (interruption.signal.aborted) process.exit(INTERRUPTED);
    interruption.abort();
  });
}
process.exitCode = await main(process.argv.slice(2), interruption.signal).catch(
  (error: unknown) => {
    if (interruption.signal.aborted) return INTERRUPTED;
    if (error instanceof UsageError) console.error(`check:graph: ${error.message}\n${USAGE}`);
    else if (
      error instanceof GraphError ||
      error instanceof ManifestError ||
      error instanceof RunnerError
    ) {
      console.error(`check:graph: ${error.message}`);
    } else throw error;
    return BAD_USAGE;
  },
);
