import { stat, mkdir } from "node:fs/promises";
import { basename, delimiter, dirname, join, resolve } from "node:path";
import { RunnerError } from "./errors.js";
import { runJvm, type JvmExit } from "./jvm.js";
import type { RunOptions } from "./run-options.js";
import { withTempDir } from "./temp-dir.js";
import { resolveTools } from "./tools.js";

/** One Java main class of the TLA+ tools, and who reads its output. */
export interface ToolCommand {
  readonly mainClass: string;
  /** The arguments, once the run's temporary folder is known. */
  arguments(tempDir: string): readonly string[];
  readonly jvmFlags: readonly string[];
  onStdoutLine(line: string): void;
  onStderrLine(line: string): void;
}

/**
 * Runs one of the tools in the folder of its module, with a temporary folder of its own.
 *
 * The tools unpack the standard modules under fixed names into `java.io.tmpdir`, so two runs
 * that share it overwrite each other; and they find modules and configurations reliably only in
 * the current folder and the library path.
 */
export async function runTool(options: RunOptions, command: ToolCommand): Promise<JvmExit> {
  const module = resolve(options.module);
  await expectFile(module, "the module");
  const { java, jar } = options.tools ?? (await resolveTools());
  return withTempDir(options.tempDir, async (tempDir) => {
    const javaTemp = join(tempDir, "java");
    await mkdir(javaTemp);
    return runJvm({
      java: java.path,
      arguments: [
        "-XX:+UseParallelGC",
        "-Dfile.encoding=UTF-8",
        "-Dsun.stdout.encoding=UTF-8",
        "-Dstdout.encoding=UTF-8",
        `-Djava.io.tmpdir=${javaTemp}`,
        ...libraryFlag(options.libraries),
        ...command.jvmFlags,
        ...(options.jvmFlags ?? []),
        "-cp",
        jar.path,
        command.mainClass,
        ...command.arguments(tempDir),
        basename(module),
      ],
      cwd: dirname(module),
      signal: options.signal,
      timeoutMs: options.timeoutMs,
      onStdoutLine: command.onStdoutLine,
      onStderrLine: command.onStderrLine,
      onStart: (pid) => options.onStart?.(pid),
    });
  });
}

/** Fails with one line when `path`, which is `what`, is no file. */
export async function expectFile(path: string, what: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found?.isFile() === true) return;
  throw new RunnerError("missing-file", `${what} ${path} is not a file: check the path`);
}

function libraryFlag(libraries: readonly string[] | undefined): readonly string[] {
  if (libraries === undefined || libraries.length === 0) return [];
  return [`-DTLA-Library=${libraries.map((each) => resolve(each)).join(delimiter)}`];
}
