import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import type { CheckOptions, ModelReport } from "#conformance/models";
import { complain } from "./complain.js";
import { EXIT, type SetExitCode } from "./exit-codes.js";
import { wholeNumber } from "./whole-number.js";

interface SpecCheckFlags {
  readonly workers?: string;
  readonly ssh?: string;
  readonly port?: number;
  readonly address?: string;
  readonly heap?: string;
  readonly dir?: string;
}

/** The model could not be run, so nothing is known about it. */
const CANNOT_TELL = 2;

/** The project's own models, seen from the compiled file. */
const MODELS_DIR = fileURLToPath(new URL("../../../spec/models", import.meta.url));

/** `zabkeeper spec check MODEL` */
export function addSpec(program: Command, exit: SetExitCode): void {
  program
    .command("spec")
    .description("the specs and their models")
    .command("check")
    .description("have TLC check one model, here or by workers on several hosts")
    .argument("<model>", "its name in the manifest, such as small")
    .option("--workers <hosts>", "hosts of workers, such as 127.0.0.1,127.0.0.1,ada@lab7")
    .option("--ssh <command>", "how to run a line on a host (default: ssh -o BatchMode=yes)")
    .option("--port <port>", "of TLC's server (default: a free one)", wholeNumber(1, 65_535))
    .option("--address <host>", "under which the workers reach this machine")
    .option("--heap <size>", "Java's largest heap, such as 8g")
    .option("--dir <dir>", "a folder with a manifest of its own")
    .addHelpText(
      "after",
      "\nExit code: 0 as the manifest says, 1 otherwise, 2 cannot tell, 64 bad usage," +
        "\n130 interrupted." +
        "\nWorkers on other hosts need a shell and a java; verdict and distinct states count then.",
    )
    .action(async (model: string, flags: SpecCheckFlags) => exit(await check(model, flags)));
}

async function check(name: string, flags: SpecCheckFlags): Promise<number> {
  const models = await import("#conformance/models");
  const { UsageError } = await import("#conformance/command");
  const { RunnerError } = await import("tla2tools-runner");
  const interruption = new AbortController();
  const interrupt = () => {
    interruption.abort();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.once(signal, interrupt);
  try {
    const dir = flags.dir ?? (relative(process.cwd(), MODELS_DIR) || ".");
    const report = await run(name, dir, flags, interruption.signal);
    const { formatCounterexample, formatHead, formatReasons, formatReport } = models;
    say(formatHead(), formatReport(report), ...formatReasons(report, dir));
    say(...formatCounterexample(report));
    if (interruption.signal.aborted) return EXIT.interrupted;
    return report.reasons.length === 0 ? EXIT.ok : EXIT.failed;
  } catch (error) {
    if (interruption.signal.aborted) return EXIT.interrupted;
    const usage = error instanceof UsageError;
    const told = usage || error instanceof models.ManifestError || error instanceof RunnerError;
    if (!told) throw error;
    complain("spec check", error.message);
    return usage ? EXIT.usage : CANNOT_TELL;
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
  }
}

async function run(
  name: string,
  dir: string,
  { workers, ssh, port, address, heap }: SpecCheckFlags,
  signal: AbortSignal,
): Promise<ModelReport> {
  const {
    checkDistributed,
    checkModel,
    formatProgress,
    loadManifest,
    ManifestError,
    selectModels,
  } = await import("#conformance/models");
  const { UsageError } = await import("#conformance/command");
  const hosts = workers === undefined ? null : words(workers, ",");
  if (hosts?.length === 0) {
    throw new UsageError(`--workers '${workers ?? ""}' names no host: name one, such as 127.0.0.1`);
  }
  const [model] = selectModels(await loadManifest(dir), { names: [name] });
  if (model === undefined) throw new ManifestError([`no model ${name}: name one of the manifest`]);
  const options: CheckOptions = {
    ...{ dir, heap, signal },
    onProgress: (...step) => {
      if (process.stderr.isTTY) note(formatProgress(...step));
    },
  };
  if (hosts === null) return checkModel(model, options);
  return checkDistributed(model, {
    ...{ ...options, port, address },
    hosts,
    ssh: ssh === undefined ? undefined : words(ssh, /\s+/),
    onWorkerReady: (host) => {
      note(`worker ${host} is ready`);
    },
    onWorkerLost: (reason) => {
      note(`${reason}: the others take over`);
    },
  });
}

function words(text: string, separator: string | RegExp): string[] {
  return text
    .split(separator)
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

function say(...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

function note(line: string): void {
  process.stderr.write(`${line}\n`);
}
