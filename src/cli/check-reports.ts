/** Writes what `zabkeeper check` found into files, for CI servers and code scanning. */
import { appendFile, rename, rm, writeFile } from "node:fs/promises";
import type { Command } from "commander";
import type { JudgedRun } from "#conformance";
import { packageVersion } from "./version.js";

export interface ReportFlags {
  readonly junit?: string;
  readonly sarif?: string;
  readonly summary?: string;
}

export function addReportOptions(command: Command): Command {
  return command
    .option("--junit <file>", "write a JUnit report, a test case for each run")
    .option("--sarif <file>", "write a SARIF 2.1.0 log")
    .option("--summary <file>", "append a Markdown summary with the last messages drawn");
}

/** One line for each file that could not be written. */
export async function writeReports(
  runs: readonly JudgedRun[],
  { junit, sarif, summary }: ReportFlags,
): Promise<string[]> {
  const { junitXml, markdownSummary, sarifLog } = await import("#conformance");
  const failures: string[] = [];
  const write = async (file: string | undefined, put: (file: string) => Promise<void>) => {
    if (file === undefined) return;
    await put(file).catch((error: unknown) => {
      const [reason = ""] = (error as Error).message.split(", ");
      failures.push(`cannot write ${file}: ${reason}`);
    });
  };
  await write(junit, (file) => replace(file, junitXml(runs)));
  await write(sarif, (file) => replace(file, sarifLog(runs, packageVersion())));
  await write(summary, (file) => appendFile(file, `${markdownSummary(runs)}\n`));
  return failures;
}

/** Whoever reads the file finds the report before or this one, never half of one. */
async function replace(file: string, text: string): Promise<void> {
  const aside = `${file}.${String(process.pid)}.new`;
  try {
    await writeFile(aside, text);
    await rename(aside, file);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}
