import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { tlcArguments, tlcJvmFlags, type TlcOptions } from "./tlc-options.js";
import { tlcReport } from "./tlc-report.js";
import type { TlcResult } from "./tlc-result.js";
import { expectFile, runTool } from "./tool.js";

const MAX_PRINTED = 10_000;

/**
 * Runs TLC on one model and returns what it says. A violated property, a spec that does not
 * parse, an interrupted run: all of them are results.
 *
 * @throws RunnerError when the run cannot even begin: no Java, no tools, no such file, an
 *   option that makes no sense.
 */
export async function runTlc(options: TlcOptions): Promise<TlcResult> {
  const config = resolve(options.config ?? options.module.replace(/\.tla$/, ".cfg"));
  tlcArguments(options, config, "");
  await expectFile(config, "the configuration");
  const cfg = await readFile(config, "utf8");
  const report = tlcReport(options, options.maxPrinted ?? MAX_PRINTED);
  const exit = await runTool(options, {
    mainClass: "tlc2.TLC",
    arguments: (tempDir) => tlcArguments(options, config, tempDir),
    jvmFlags: tlcJvmFlags(options),
    onStdoutLine: report.stdout,
    onStderrLine: report.stderr,
  });
  return report.finish(exit, cfg);
}
