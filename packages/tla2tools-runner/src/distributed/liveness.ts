import { join } from "node:path";
import { cfgProperties } from "../cfg-properties.js";
import { RunnerError } from "../errors.js";
import { runTool } from "../tool.js";
import type { DistributedOptions } from "./options.js";

/** TLC says how many branches its search for infinite behaviours has, if it has any. */
const TEMPORAL = /^@!@!@STARTMSG 2212:/;

/**
 * Refuses a configuration with a property of infinite behaviours: TLC's server reads over it and
 * ends well. Whether a PROPERTY is one, TLC alone knows: it says so at the start of a random walk,
 * and one of one step will do.
 *
 * @throws RunnerError `bad-option`.
 */
export async function refuseLiveness(
  options: DistributedOptions,
  config: string,
  cfg: string,
): Promise<void> {
  if (cfgProperties(cfg).length === 0) return;
  let temporal = false;
  await runTool(options, {
    mainClass: "tlc2.TLC",
    arguments: (tempDir) => [
      ...["-tool", "-metadir", join(tempDir, "states"), "-config", config],
      ...["-simulate", "num=1", "-depth", "1"],
    ],
    jvmFlags: [],
    onStdoutLine: (line) => {
      temporal ||= TEMPORAL.test(line);
    },
    onStderrLine: () => undefined,
  });
  if (!temporal) return;
  const remedy = "run it in one process";
  throw new RunnerError(
    "bad-option",
    `${config} has a PROPERTY of infinite behaviours, which distributed TLC ignores: ${remedy}`,
  );
}
