import type { RunOptions } from "./run-options.js";
import { parseSanyOutput, type ParseProblem } from "./sany-output.js";
import { runTool } from "./tool.js";

/** What SANY says about a module. */
export interface SanyResult {
  readonly verdict: "ok" | "parse-error" | "interrupted" | "failed";
  /** Errors, not warnings. */
  readonly problems: readonly ParseProblem[];
  /** All that SANY printed. */
  readonly output: string;
  readonly durationMs: number;
}

/** Fatal and semantic errors are told apart from success by words: SANY exits with 0 for some. */
const ERRORS = /^(Semantic errors:|Fatal errors while parsing|Cannot find the specified file)/m;

/**
 * Parses one module, and those it extends, with SANY.
 *
 * @throws RunnerError when the run cannot begin: no Java, no tools, no such file.
 */
export async function runSany(options: RunOptions): Promise<SanyResult> {
  const lines: string[] = [];
  const keep = (line: string): void => void lines.push(line);
  const exit = await runTool(options, {
    mainClass: "tla2sany.SANY",
    arguments: () => [],
    jvmFlags: [],
    onStdoutLine: keep,
    onStderrLine: keep,
  });
  const output = lines.join("\n");
  const problems = parseSanyOutput(output);
  const verdict = verdictOf(exit, output, problems);
  return { verdict, problems, output, durationMs: exit.durationMs };
}

function verdictOf(
  exit: { readonly exitCode: number | null; readonly interruption: string | null },
  output: string,
  problems: readonly ParseProblem[],
): SanyResult["verdict"] {
  if (exit.interruption !== null) return "interrupted";
  if (problems.length > 0 && ERRORS.test(output)) return "parse-error";
  return exit.exitCode === 0 && !ERRORS.test(output) ? "ok" : "failed";
}
