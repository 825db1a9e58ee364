import { resolve } from "node:path";
import { RunnerError } from "./errors.js";
import type { RunOptions } from "./run-options.js";
import { runSany } from "./run-sany.js";
import { formatProblem } from "./sany-output.js";
import { runTool } from "./tool.js";

/**
 * The semantic tree of a module as XML: operators with parameters, levels, positions, bodies.
 * The text is one long line of some 4 kB per line of spec.
 *
 * @throws RunnerError `not-parsed` with the first problem when the module does not parse, or
 *   when the run was interrupted.
 */
export async function exportXml(options: RunOptions): Promise<string> {
  const xml: string[] = [];
  const complaints: string[] = [];
  const exit = await runTool(options, {
    mainClass: "tla2sany.xml.XMLExporter",
    arguments: () => ["-o", ...(options.libraries ?? []).flatMap((dir) => ["-I", resolve(dir)])],
    jvmFlags: [],
    onStdoutLine: (line) => void xml.push(line),
    onStderrLine: (line) => void complaints.push(line),
  });
  const text = xml.join("\n");
  if (exit.interruption === null && exit.exitCode === 0 && text.includes("<modules>")) return text;
  throw new RunnerError("not-parsed", await reason(options, exit.interruption, complaints));
}

/** The exporter does not repeat what SANY had against a module, so SANY is asked again. */
async function reason(
  options: RunOptions,
  interruption: string | null,
  complaints: readonly string[],
): Promise<string> {
  if (interruption !== null) return `${options.module}: the export was interrupted`;
  const [problem] = (await runSany(options)).problems;
  if (problem !== undefined) return formatProblem(problem);
  const said = complaints.find((line) => line.trim() !== "") ?? "it wrote no XML";
  return `${options.module}: the exporter failed: ${said}`;
}
