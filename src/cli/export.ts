import { Argument, type Command } from "commander";
import type { ExportFormat } from "#conformance";
import { runsOf } from "./check.js";
import { complain } from "./complain.js";
import { EXIT, type SetExitCode } from "./exit-codes.js";
import { wholeNumber } from "./whole-number.js";

const FORMATS = ["itf", "shiviz", "tla"] as const satisfies readonly ExportFormat[];

interface ExportFlags {
  /** MiB */
  readonly maxSize?: number;
  readonly allowOtherSpec?: boolean;
}

/** `zabkeeper export FORMAT TARGET DIR…` */
export function addExport(program: Command, exit: SetExitCode): void {
  program
    .command("export")
    .description("write a recorded run in a format of other tools")
    .addArgument(new Argument("<format>", "what to write").choices(FORMATS))
    .argument("<target>", "a new file; for tla a new folder")
    .argument("<dir...>", "a folder with the run, or its files")
    .option(
      "--max-size <MiB>",
      "how much itf may write (default: 64); each state has all histories",
      wholeNumber(1, 1_000_000),
    )
    .option("--allow-other-spec", "write a run that was recorded for another spec")
    .addHelpText(
      "after",
      "\nFormats:" +
        "\n  itf     the states of the spec on the way, as Apalache and Quint read them" +
        "\n  shiviz  a log with vector clocks, which ShiViz draws" +
        "\n  tla     modules that TLC judges by themselves; the .cfg says how" +
        "\n\nExit code: 0 written, 1 the spec does not allow the run (itf), 2 the evidence is not whole" +
        "\nor was recorded for another spec, 64 bad usage, a malformed line or more than --max-size," +
        "\n130 interrupted.",
    )
    .action(async (format: ExportFormat, target: string, paths: string[], flags: ExportFlags) =>
      exit(await exportTo(format, target, paths, flags)),
    );
}

async function exportTo(
  format: ExportFormat,
  target: string,
  paths: readonly string[],
  { maxSize, allowOtherSpec = false }: ExportFlags,
): Promise<number> {
  const { ExportError, exitCodeOf, exportRun, formatVerdict } = await import("#conformance");
  const [source, other] = await runsOf(paths);
  if (source === undefined || other !== undefined) {
    complain("export", "these are several runs: export one at a time");
    return EXIT.usage;
  }
  // What was begun is taken away as this process ends.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => process.exit(EXIT.interrupted));
  }
  try {
    const stopped = await exportRun(format, source, target, { most: maxSize, allowOtherSpec });
    if (stopped === null) return EXIT.ok;
    process.stderr.write(`${formatVerdict(stopped)}\n`);
    return exitCodeOf(stopped);
  } catch (error) {
    if (!(error instanceof ExportError)) throw error;
    complain("export", error.message);
    return EXIT.usage;
  }
}
