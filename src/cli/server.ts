import type { Command } from "commander";
import { complain } from "./complain.js";
import { EXIT, type SetExitCode } from "./exit-codes.js";
import { loadConfig } from "./load-config.js";

/** A server that has ended may leave this many ms to what is still open in its process. */
const LAST_WORDS = 2_000;

/** `zabkeeper server [zoo.cfg]` */
export function addServer(program: Command, exit: SetExitCode): void {
  program
    .command("server")
    .description("run one server in the foreground, until SIGTERM or Ctrl-C")
    .argument("[zoo.cfg]", "its configuration, with ZooKeeper's keys", "zoo.cfg")
    .option("--record <dir>", "record the run here, for zabkeeper check")
    .addHelpText(
      "after",
      "\nExit code: 0 when told to stop, 1 on failure, 2 for a bad zoo.cfg, 3 for a directory" +
        "\nthat cannot be used, 64 bad usage.",
    )
    .action(async (file: string, { record }: { record?: string }) => {
      const code = await runServer(file, record ?? null);
      exit(code);
      setTimeout(() => process.exit(code), LAST_WORDS).unref();
    });
}

async function runServer(file: string, record: string | null): Promise<number> {
  const { config, faults, warnings, directoriesAlone } = await loadConfig(file);
  for (const line of warnings) process.stderr.write(`warning: ${line}\n`);
  for (const line of faults ?? []) process.stderr.write(`${line}\n`);
  if (config === null) return directoriesAlone ? EXIT.badDirectory : EXIT.badConfig;
  const { startServer, StartupError } = await import("#runtime/node");
  const name = config.myid === null ? "" : `server ${config.myid}: `;
  const log = (line: string) => {
    process.stderr.write(`${new Date().toISOString()} ${name}${line}\n`);
  };
  try {
    const server = await startServer(config, {
      ...(record !== null && { recordDir: record }),
      log,
    });
    // Whoever reads the line may send the signal at once.
    stopOnSignal(() => server.close());
    log(`clients on ${config.clientAddress}:${server.clientPort}`);
    return (await server.stopped).code;
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    complain("server", error.message);
    return error.exitCode;
  }
}

/** Also stops with the process that started this one, when it asked for that with a channel. */
function stopOnSignal(close: () => Promise<void>): void {
  let closing = false;
  const stop = () => {
    if (closing) return;
    closing = true;
    void close();
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, stop);
  if (process.send !== undefined) process.once("disconnect", stop);
}
