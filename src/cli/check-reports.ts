/** What `zabkeeper check` says of all runs together: reports in files, coverage, a gate. */
import {
  appendFile,
  lstat,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { basename, join } from "node:path";
import type { Command } from "commander";
import type { Gate, JudgedRun, SurveyBook } from "#conformance";
import { systemReason } from "#conformance/command";
import { identityOf } from "./one-file.js";
import { packageVersion } from "./version.js";

export interface ReportFlags {
  readonly junit?: string;
  readonly sarif?: string;
  readonly summary?: string;
  readonly coverage?: boolean;
  readonly gate?: string;
}

/** Something was not seen that the gate demands. */
export const GATE_EXIT = 3;

const GATE_REMEDY = "name a file of demands with --gate";
const FILE_REMEDY = "name a file that can be written to";

export function addReportOptions(command: Command): Command {
  return command
    .option("--junit <file>", "write a JUnit report, a test case for each run")
    .option("--sarif <file>", "write a SARIF 2.1.0 log")
    .option("--summary <file>", "append a Markdown summary with the last messages drawn")
    .option("--coverage", "count actions, guards and antecedents seen over all runs")
    .option("--gate <file>", "demand what the runs must have shown");
}

/** @throws GateError; the promise is null without a gate. */
export async function readGate({ gate }: ReportFlags): Promise<Gate | null> {
  if (gate === undefined) return null;
  const { GateError, parseGate } = await import("#conformance");
  const text = await readFile(gate, "utf8").catch((error: unknown) => {
    throw new GateError(
      `cannot read ${gate}: ${systemReason(error) ?? String(error)}: ${GATE_REMEDY}`,
    );
  });
  return parseGate(gate, text);
}

/** What the runs have not shown and the gate demands. */
export async function showCoverage(
  runs: readonly JudgedRun[],
  book: SurveyBook,
  gate: Gate | null,
  { coverage = false }: ReportFlags,
  say: (line: string) => void,
): Promise<string[]> {
  const { coverageOf, formatCoverage, formatSurvey, missedBy } = await import("#conformance");
  const seen = coverageOf(runs);
  if (coverage) say(`${formatCoverage(seen)}\n${formatSurvey(book)}`);
  const missed = gate === null ? [] : missedBy(gate, runs, book);
  for (const line of missed) say(`gate         ${line}`);
  return missed;
}

/**
 * The complaint where an option names what another one does, or what is evidence. A device or a
 * pipe may have several reports.
 */
export async function clash(paths: readonly string[], flags: ReportFlags): Promise<string | null> {
  const { isTraceFile } = await import("#conformance");
  const judged = new Set<string>();
  for (const path of paths) {
    // What a folder cannot be asked, the judge says.
    const names = await readdir(path).catch(() => null);
    const files = names?.filter(isTraceFile).map((name) => join(path, name)) ?? [path];
    for (const file of files) judged.add(await identityOf(file));
  }
  const seen = new Map<string, string>();
  for (const option of ["gate", "junit", "sarif", "summary"] as const) {
    const file = flags[option];
    if (file === undefined) continue;
    const there = await stat(file).catch(() => null);
    if (there !== null && !there.isFile()) continue;
    const identity = await identityOf(file);
    if (judged.has(identity)) return `--${option} ${file}: this file is judged: name another one`;
    if (there === null && option !== "gate" && isTraceFile(basename(file)))
      return `--${option} ${file}: a server's record has such a name: name another file`;
    const before = seen.get(identity);
    seen.set(identity, option);
    if (before !== undefined)
      return `--${before} and --${option} both name ${file}: name two files`;
  }
  return null;
}

/** One line for each file that could not be written. */
export async function writeReports(
  runs: readonly JudgedRun[],
  missed: readonly string[],
  { junit, sarif, summary }: ReportFlags,
): Promise<string[]> {
  const { junitXml, markdownSummary, sarifLog } = await import("#conformance");
  const failures: string[] = [];
  const write = async (file: string | undefined, put: (file: string) => Promise<void>) => {
    if (file === undefined) return;
    await put(file).catch((error: unknown) => {
      failures.push(
        `cannot write ${file}: ${systemReason(error) ?? String(error)}: ${FILE_REMEDY}`,
      );
    });
  };
  await write(junit, (file) => replace(file, junitXml(runs)));
  await write(sarif, (file) => replace(file, sarifLog(runs, packageVersion())));
  await write(summary, (file) => appendFile(file, `${markdownSummary(runs, missed)}\n`));
  return failures;
}

/**
 * Whoever reads the file finds the report before or this one, never half of one. What is no plain
 * file, such as a pipe, a device or a link, stays what it is, and is written to.
 */
async function replace(file: string, text: string): Promise<void> {
  const there = await lstat(file).catch(() => null);
  if (there !== null && !there.isFile()) return writeFile(file, text);
  const aside = `${file}.${String(process.pid)}.new`;
  try {
    await writeFile(aside, text);
    await rename(aside, file);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}
