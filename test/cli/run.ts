import { type ChildProcess, execFile, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { PATIENCE, until } from "../support/wait.js";

const COMMAND = fileURLToPath(new URL("../../bin/zabkeeper.js", import.meta.url));

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `zabkeeper` to its end. */
export function zabkeeper(args: readonly string[], input = "", cwd?: string): Promise<Run> {
  return new Promise((resolve) => {
    const options = { timeout: PATIENCE, ...(cwd !== undefined && { cwd }) };
    const child = execFile(
      process.execPath,
      [COMMAND, ...args],
      options,
      (_error, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
    child.stdin?.end(input);
  });
}

/** A `zabkeeper` that goes on; a test reads along and stops it. */
export class Running {
  output = "";
  readonly child: ChildProcess;
  readonly exit: Promise<number | null>;
  #ended = false;

  constructor(args: readonly string[], cwd?: string) {
    const options = { ...(cwd !== undefined && { cwd }) };
    this.child = spawn(process.execPath, [COMMAND, ...args], { ...options, stdio: "pipe" });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on("data", (chunk: Buffer) => (this.output += chunk.toString()));
    }
    this.exit = new Promise((resolve) => {
      this.child.once("close", (code) => {
        this.#ended = true;
        resolve(code);
      });
    });
  }

  /** Waits until the output has `pattern`; fails with the output when it ends without. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    let found: RegExpExecArray | null = null;
    await until("it says so", () => {
      const { output } = this;
      found = pattern.exec(output);
      return found !== null || this.#ended;
    }).catch(() => undefined);
    if (found === null) throw new Error(`no ${pattern} in:\n${this.output}`);
    return found;
  }

  async stop(signal: NodeJS.Signals = "SIGINT"): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal);
    const timer = setTimeout(() => this.child.kill("SIGKILL"), PATIENCE);
    const code = await this.exit;
    clearTimeout(timer);
    return code;
  }
}
