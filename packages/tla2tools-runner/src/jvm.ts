import { spawn, type ChildProcess } from "node:child_process";
import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { RunnerError } from "./errors.js";

/** A Java program to run, or whatever starts one elsewhere. */
export interface JvmCommand {
  /** Path of the `java` binary. */
  readonly java: string;
  /** A file that becomes its standard input, which then stays open until the program is gone. */
  readonly inputFile?: string | undefined;
  readonly arguments: readonly string[];
  readonly cwd: string;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  onStdoutLine(line: string): void;
  onStderrLine(line: string): void;
  /** Called once with the process id. */
  onStart?(pid: number): void;
}

/** How a Java program ended. */
export interface JvmExit {
  /** Null when it was killed. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly interruption: "aborted" | "time-out" | null;
  readonly durationMs: number;
}

/** Longest delay a Node timer takes. */
const MAX_TIMEOUT_MS = 2_147_483_647;

/**
 * Runs a Java program with its standard input closed and hands out its output line by line.
 *
 * The program leads a process group of its own. The whole group is killed on abort, on time-out
 * and when this process exits; the promise settles only once the program is gone.
 *
 * @throws RunnerError `no-java` when the binary cannot be started.
 */
export function runJvm(command: JvmCommand): Promise<JvmExit> {
  const started = performance.now();
  if (command.signal?.aborted === true) {
    return Promise.resolve({
      exitCode: null,
      signal: null,
      interruption: "aborted",
      durationMs: 0,
    });
  }
  return new Promise((resolve, reject) => {
    const child = spawn(command.java, command.arguments, {
      cwd: command.cwd,
      stdio: [command.inputFile === undefined ? "ignore" : "pipe", "pipe", "pipe"],
      detached: true,
    });
    if (command.inputFile !== undefined) feed(child, command.inputFile);
    const guard = guardProcess(child, command);
    if (child.stdout !== null) forEachLine(child.stdout, command.onStdoutLine);
    if (child.stderr !== null) forEachLine(child.stderr, command.onStderrLine);
    child.once("spawn", () => {
      if (child.pid !== undefined) command.onStart?.(child.pid);
    });
    child.once("error", (error) => {
      guard.release();
      reject(new RunnerError("no-java", `cannot start ${command.java}: ${error.message}`));
    });
    child.once("close", (exitCode, killedBy) => {
      const interruption = guard.release();
      const durationMs = Math.round(performance.now() - started);
      resolve({ exitCode, signal: killedBy, interruption, durationMs });
    });
  });
}

/** Hands over the file and keeps the pipe open: its end tells the other side that we are gone. */
function feed(child: ChildProcess, file: string): void {
  const { stdin } = child;
  if (stdin === null) return;
  // Whoever does not read to the end says why by its exit code.
  stdin.on("error", () => undefined);
  const input = createReadStream(file);
  input.on("error", () => stdin.destroy());
  input.pipe(stdin, { end: false });
  child.once("exit", () => stdin.destroy());
}

interface Guard {
  /** Ends the guard, once the process is gone; says what it was killed for, if it was. */
  release(): JvmExit["interruption"];
}

/** Kills the process on abort, on time-out, and when this process exits. */
function guardProcess(child: ChildProcess, { signal, timeoutMs }: JvmCommand): Guard {
  let interruption: JvmExit["interruption"] = null;
  const interrupt = (reason: "aborted" | "time-out"): void => {
    interruption ??= reason;
    killGroup(child);
  };
  const onAbort = (): void => {
    interrupt("aborted");
  };
  const onExit = (): void => {
    killGroup(child);
  };
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(interrupt, Math.min(timeoutMs, MAX_TIMEOUT_MS), "time-out");
  signal?.addEventListener("abort", onAbort, { once: true });
  // Before the listener that removes the temporary folder: nothing may write there any more.
  process.prependOnceListener("exit", onExit);
  return {
    release: () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      process.removeListener("exit", onExit);
      return interruption;
    },
  };
}

/** Kills the group at once: every file the program wrote is about to be removed anyway. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // The group is gone already, which is what was wanted.
  }
}

function forEachLine(stream: Readable, take: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    const lines = (rest + chunk).split(/\r?\n/);
    rest = lines.pop() ?? "";
    for (const line of lines) take(line);
  });
  stream.on("end", () => {
    if (rest !== "") take(rest);
  });
}
