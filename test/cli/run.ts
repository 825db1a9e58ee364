import { type ChildProcess, execFile, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const COMMAND = fileURLToPath(new URL("../../bin/zabkeeper.js", import.meta.url));
const LIMIT = 40_000;

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `zabkeeper` to its end. */
export function zabkeeper(args: readonly string[], input = "", cwd?: string): Promise<Run> {
  return new Promise((resolve) => {
    const options = { timeout: LIMIT, ...(cwd !== undefined && { cwd }) };
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

  constructor(args: readonly string[], cwd?: string) {
    const options = { ...(cwd !== undefined && { cwd }) };
    this.child = spawn(process.execPath, [COMMAND, ...args], { ...options, stdio: "pipe" });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on("data", (chunk: Buffer) => (this.output += chunk.toString()));
    }
    this.exit = new Promise((resolve) => this.child.once("close", (code) => resolve(code)));
  }

  /** Waits until the output has `pattern`; fails with the output after a while. */
  async says(pattern: RegExp, patience = 20_000): Promise<RegExpExecArray> {
    const deadline = Date.now() + patience;
    while (Date.now() < deadline) {
      const found = pattern.exec(this.output);
      if (found !== null) return found;
      if (this.child.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`no ${pattern} in:\n${this.output}`);
  }

  async stop(signal: NodeJS.Signals = "SIGINT"): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal);
    const timer = setTimeout(() => this.child.kill("SIGKILL"), 15_000);
    const code = await this.exit;
    clearTimeout(timer);
    return code;
  }
}
