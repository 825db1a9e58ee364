import { join } from "node:path";
import { cfgProperties } from "../cfg-properties.js";
import { RunnerError } from "../errors.js";
import { runTool } from "../tool.js";
import type { Tools } from "../tools.js";
import type { DistributedOptions } from "./options.js";

/** TLC says how many branches its search for infinite behaviours has, if it has any. */
const TEMPORAL = /^@!@!@STARTMSG 2212:/;
/** The last thing that TLC says, of a spec with errors too. */
const FINISHED = /^@!@!@STARTMSG 2186:/;

/**
 * Refuses a configuration with a property of infinite behaviours: TLC's server reads over it and
 * ends well. Whether a PROPERTY is one, TLC alone knows: it says so at the start of a random walk,
 * and one of one step will do.
 *
 * @throws RunnerError `bad-option`; `no-java` when Java broke down, because then nobody knows.
 */
export async function refuseLiveness(
  options: DistributedOptions & { readonly tools: Tools },
  config: string,
  cfg: string,
): Promise<void> {
  if (cfgProperties(cfg).length === 0) return;
  let temporal = false;
  let finished = false;
  const said: string[] = [];
  const exit = await runTool(options, {
    mainClass: "tlc2.TLC",
    arguments: (tempDir) => [
      ...["-tool", "-metadir", join(tempDir, "states"), "-config", config],
      ...["-simulate", "num=1", "-depth", "1"],
    ],
    jvmFlags: [],
    onStdoutLine: (line) => {
      temporal ||= TEMPORAL.test(line);
      finished ||= FINISHED.test(line);
      said.push(line);
    },
    onStderrLine: (line) => said.push(line),
  });
  if (!finished && exit.interruption === null) {
    const how = `ended with ${exit.signal ?? `code ${String(exit.exitCode)}`}`;
    const found = `${options.tools.java.path} ${how} (${said.at(-1) ?? "it said nothing"})`;
    throw new RunnerError("no-java", `${found}: see that it runs, and has memory`);
  }
  if (!temporal) return;
  const remedy = "run it in one process";
  throw new RunnerError(
    "bad-option",
    `${config} has a PROPERTY of infinite behaviours, which distributed TLC ignores: ${remedy}`,
  );
}
