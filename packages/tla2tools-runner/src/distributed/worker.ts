import { stat } from "node:fs/promises";
import { RunnerError } from "../errors.js";
import { runJvm, type JvmExit } from "../jvm.js";
import type { Tools } from "../tools.js";
import { isLocal } from "./options.js";
import { remoteScript } from "./remote-worker.js";

/** One worker, and whom it serves. */
export interface WorkerCommand {
  readonly host: string;
  readonly server: string;
  readonly port: number;
  readonly ssh: readonly string[];
  readonly tools: Tools;
  readonly heap: string | undefined;
  /** An empty folder of its own. */
  readonly dir: string;
  readonly signal: AbortSignal;
  readonly onReady: (() => void) | undefined;
}

/** How a worker ended. */
export interface WorkerEnd {
  /** Whether it ever was ready to work. */
  readonly wasReady: boolean;
  /** Whether it stayed until the server had no more work. */
  readonly dismissed: boolean;
  /** Why, in one line that names the host. */
  readonly reason: string;
}

const MAIN_CLASS = "tlc2.tool.distributed.TLCWorker";
/** Said after it has registered: a worker may be dismissed before it says so. */
const READY = /^TLC worker with \d+ threads? ready/;
/** Said when the server dismisses it. One that cannot start ends with 0 too. */
const DISMISSED = /, work completed at: /;

/** Runs a worker until it ends or is told to. */
export async function runWorker(command: WorkerCommand): Promise<WorkerEnd> {
  const { host, dir, signal } = command;
  const lines: string[] = [];
  let wasReady = false;
  const exit = await runJvm({
    ...(isLocal(host) ? localProgram(command) : await remoteProgram(command)),
    cwd: dir,
    signal,
    onStdoutLine: (line) => {
      if (READY.test(line)) {
        wasReady = true;
        command.onReady?.();
      }
      lines.push(line);
      lines.splice(0, lines.length - 20);
    },
    onStderrLine: (line) => {
      lines.push(line);
    },
  }).catch((error: unknown) => {
    const reason = error instanceof RunnerError ? error.message : String(error);
    throw new RunnerError("no-worker", `worker ${host}: ${reason}: correct the ssh command`);
  });
  const reason = `worker ${host} ended with ${describe(exit)}${lastWords(lines)}`;
  const served = wasReady || lines.some((line) => DISMISSED.test(line));
  return { wasReady, dismissed: served && exit.exitCode === 0, reason };
}

function localProgram({ tools, dir, server, ...command }: WorkerCommand) {
  const flags = [...jvmFlags(command), "-Dtlc2.tool.distributed.TLCWorker.threadCount=1"];
  const place = [`-Djava.io.tmpdir=${dir}`, "-cp", tools.jar.path];
  return { java: tools.java.path, arguments: [...flags, ...place, MAIN_CLASS, server] };
}

async function remoteProgram({ ssh, tools, server, ...command }: WorkerCommand) {
  const [program = "ssh", ...words] = ssh;
  const script = remoteScript({
    jarBytes: (await stat(tools.jar.path)).size,
    jvmFlags: jvmFlags(command),
    mainClass: MAIN_CLASS,
    arguments: [server],
  });
  const line = [...words, command.host, script];
  return { java: program, arguments: line, inputFile: tools.jar.path };
}

function jvmFlags({ host, port, heap }: Pick<WorkerCommand, "host" | "port" | "heap">): string[] {
  const name = isLocal(host) ? "127.0.0.1" : host.replace(/^.*@/, "");
  return [
    "-XX:+UseParallelGC",
    `-Djava.rmi.server.hostname=${name}`,
    `-Dtlc2.tool.distributed.TLCServer.port=${String(port)}`,
    ...(heap === undefined ? [] : [`-Xmx${heap}`]),
  ];
}

function describe({ exitCode, signal }: JvmExit): string {
  return exitCode === null ? `signal ${signal ?? "?"}` : `code ${String(exitCode)}`;
}

/** What it said last that is no line of a stack trace. */
function lastWords(lines: readonly string[]): string {
  const said = lines.map((line) => line.trim()).filter((line) => /^(?!at )\S/.test(line));
  return said.length === 0 ? "" : ` (${said.at(-1) ?? ""})`;
}
