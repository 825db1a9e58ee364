import { stat } from "node:fs/promises";
import type { Command } from "commander";
import type { SetExitCode } from "./exit-codes.js";

interface CheckFlags {
  readonly json?: boolean;
}

/** `zabkeeper check DIR…` */
export function addCheck(program: Command, exit: SetExitCode): void {
  program
    .command("check")
    .description("judge recorded runs against the spec")
    .argument("<dir...>", "a folder is one run; files together are one run")
    .option("--json", "the verdicts as JSON, one document per run")
    .addHelpText(
      "after",
      "\nExit code: 0 conforms, 1 violates, 2 cannot tell, 64 bad usage or a malformed line.",
    )
    .action(async (paths: string[], flags: CheckFlags) => exit(await check(paths, flags)));
}

/** Of several verdicts the gravest counts. */
const GRAVITY = [0, 2, 1, 64];

async function check(paths: readonly string[], { json = false }: CheckFlags): Promise<number> {
  const { checkRun, exitCodeOf, formatVerdict, verdictJson } = await import("#conformance");
  const abort = new AbortController();
  const interrupt = () => abort.abort();
  process.once("SIGINT", interrupt);
  let worst = 0;
  const sources = await runsOf(paths);
  for (const source of sources) {
    if (sources.length > 1 && !json) process.stdout.write(`${String(source)}\n`);
    const verdict = await checkRun(source, { signal: abort.signal });
    process.stdout.write(`${json ? verdictJson(verdict) : formatVerdict(verdict)}\n`);
    const code = exitCodeOf(verdict);
    if (GRAVITY.indexOf(code) > GRAVITY.indexOf(worst)) worst = code;
  }
  process.off("SIGINT", interrupt);
  return worst;
}

/** Each folder is a run of its own; what else is named makes one run together. */
async function runsOf(paths: readonly string[]): Promise<(string | readonly string[])[]> {
  const runs: (string | readonly string[])[] = [];
  const files: string[] = [];
  for (const path of paths) {
    const isFile = await stat(path).then(
      (found) => found.isFile(),
      () => false,
    );
    if (isFile) files.push(path);
    else runs.push(path);
  }
  return files.length > 0 ? [...runs, files] : runs;
}
