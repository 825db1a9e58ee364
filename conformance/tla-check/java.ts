// Promise: one of the Java programs beside this file, run with the TLA+ tools, and what it printed.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Tools } from "tla2tools-runner";
import { CheckError } from "./error.js";

export interface JavaRun {
  /** `Evaluate.java` */
  readonly program: string;
  readonly arguments?: readonly string[];
  readonly folder?: string;
  readonly input?: string;
  readonly tools: Tools;
  readonly signal: AbortSignal;
}

/** A program from its source: Java compiles it on the way, which takes a JDK. */
export async function runJava(run: JavaRun): Promise<string> {
  const source = new URL(`../../../conformance/tla-check/${run.program}`, import.meta.url);
  const words = ["-Xss64m", "-cp", run.tools.jar.path, fileURLToPath(source)];
  const folder = run.folder === undefined ? {} : { cwd: run.folder };
  const temporary = run.folder === undefined ? [] : [`-Djava.io.tmpdir=${run.folder}`];
  const child = spawn(run.tools.java.path, [...temporary, ...words, ...(run.arguments ?? [])], {
    ...folder,
    stdio: ["pipe", "pipe", "pipe"],
    signal: run.signal,
  });
  const out: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
  child.stdin.end(run.input ?? "");
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code === 0) return Buffer.concat(out).toString("utf8");
  const said = Buffer.concat(complaints).toString("utf8").trim().split("\n")[0] ?? "";
  throw new CheckError(
    `${run.program}: java ended with ${String(code)} and said: ${said} ` +
      "(it takes a JDK: the program is compiled on the way)",
  );
}
