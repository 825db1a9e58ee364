// Promise: what SANY makes of texts, many at a time: trees by definition, or that it refuses.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Tools } from "tla2tools-runner";
import { CheckError } from "./error.js";
import { SPELLINGS } from "../tla/syntax/operators.js";

const DRIVER = new URL("../../../conformance/tla-check/SyntaxTrees.java", import.meta.url);

/** The trees of a module's definitions by name; null when SANY refuses the module. */
export type SanyTrees = ReadonlyMap<string, string> | null;

/** The same tokens in the spelling that our trees have. */
const canonical = (tree: string): string =>
  tree.replace(/[^ ()]+/g, (token) => SPELLINGS.get(token) ?? token);

function read(output: string, modules: number): SanyTrees[] {
  const answers = output.split(/^%%% .*\n/m).slice(1);
  if (answers.length !== modules) {
    const got = `${String(answers.length)} of ${String(modules)}`;
    throw new CheckError(`SANY answered to ${got} modules: run it again`);
  }
  return answers.map((answer) => {
    if (answer === "refused\n") return null;
    const lines = answer.split("\n").filter((line) => line !== "");
    return new Map(
      lines
        .map((line) => line.split("\t") as [string, string])
        .map(([name, tree]) => [name, canonical(tree)]),
    );
  });
}

/** SANY's trees of `modules`, from one JVM. It needs a JDK: the driver is compiled on the way. */
export async function sanyTrees(
  modules: readonly string[],
  tools: Tools,
  signal: AbortSignal,
): Promise<SanyTrees[]> {
  const child = spawn(tools.java.path, ["-cp", tools.jar.path, fileURLToPath(DRIVER)], {
    stdio: ["pipe", "pipe", "pipe"],
    signal,
  });
  const out: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
  child.stdin.end(modules.map((text, k) => `%%% ${String(k)}\n${text.trimEnd()}\n`).join(""));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code === 0) return read(Buffer.concat(out).toString("utf8"), modules.length);
  const [said = "nothing"] = Buffer.concat(complaints).toString("utf8").split("\n");
  throw new CheckError(`SANY's trees: java ended with ${String(code)} and said ${said}`);
}
