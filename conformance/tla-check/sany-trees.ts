// Promise: what SANY makes of texts, many at a time: trees by definition, or that it refuses.
import type { Tools } from "tla2tools-runner";
import { SPELLINGS } from "../tla/syntax/operators.js";
import { CheckError } from "./error.js";
import { runJava } from "./java.js";

/** The trees of a module's definitions by name; null when SANY refuses the module. */
export type SanyTrees = ReadonlyMap<string, string> | null;

/** The same tokens in the spelling that our trees have. */
const canonical = (tree: string): string =>
  tree.replace(/[^ ()]+/g, (token) => SPELLINGS.get(token) ?? token);

function read(answer: string): SanyTrees {
  if (answer === "refused\n") return null;
  const lines = answer.split("\n").filter((line) => line !== "");
  return new Map(
    lines.map((line): [string, string] => {
      const [name = "", tree = ""] = line.split("\t");
      return [name, canonical(tree)];
    }),
  );
}

/** SANY's trees of `modules`, from one JVM. */
export async function sanyTrees(
  modules: readonly string[],
  tools: Tools,
  signal: AbortSignal,
): Promise<SanyTrees[]> {
  const input = modules.map((text, k) => `%%% ${String(k)}\n${text.trimEnd()}\n`).join("");
  const output = await runJava({ program: "SyntaxTrees.java", input, tools, signal });
  const answers = output.split(/^%%% .*\n/m).slice(1);
  if (answers.length === modules.length) return answers.map(read);
  const got = `${String(answers.length)} of ${String(modules.length)}`;
  throw new CheckError(`SyntaxTrees.java: SANY answered to ${got} modules`);
}
