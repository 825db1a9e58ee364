/** The text of the spec that a run is judged by: the modules, where they lie, how they are read. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { systemReason } from "#codec";
import { loadSpec, parseConfig, TlaSyntaxError, type Config, type Spec } from "../tla/index.js";
import { CannotTell } from "../trace/stop.js";

/** The two specs, each with a module in spec/traces that says what a line means there. */
export type SpecName = "Zab" | "Election";

export interface SpecText {
  readonly name: SpecName;
  readonly spec: Spec;
  readonly config: Config;
  /** The file of a module, as the project names it: `spec/Zab.tla`. */
  fileOf(module: string): string;
}

/** The folder with Zab.tla, found from where this file lies. */
export function specFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let up = 0; up < 8; up += 1) {
    if (existsSync(join(folder, "spec", "Zab.tla"))) return join(folder, "spec");
    folder = dirname(folder);
  }
  throw new CannotTell("the folder spec/ with Zab.tla is not where this program lies", null);
}

/**
 * What StepZab.cfg, or StepElection.cfg, says, which every judge follows.
 *
 * @throws CannotTell when it cannot be read.
 */
export function stepConfig(name: SpecName, specDir: string): string {
  return readText(join(specDir, "traces", `Step${name}.cfg`));
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const reason = systemReason(error);
    if (reason === null) throw error;
    throw new CannotTell(`${file}: ${reason}: a whole copy of the folder spec/ is wanted`, null);
  }
}

/**
 * The spec as the evaluator takes it; `servers` are those constants that the run decides.
 *
 * @throws CannotTell when the text of the spec does not say anything.
 */
export function readSpec(name: SpecName, specDir: string, servers: string): SpecText {
  const found = (module: string): string | undefined =>
    ["traces", "."].find((folder) => existsSync(join(specDir, folder, `${module}.tla`)));
  const textOf = (module: string): string | undefined => {
    const folder = found(module);
    if (folder === undefined) return undefined;
    return readText(join(specDir, folder, `${module}.tla`));
  };
  const lines = [stepConfig(name, specDir), servers, "INIT StepInit", "NEXT StepNext", ""];
  try {
    const spec = loadSpec(`Step${name}`, textOf);
    const config = parseConfig(lines.join("\n"));
    const fileOf = (module: string) =>
      `spec/${found(module) === "traces" ? "traces/" : ""}${module}.tla`;
    return { name, spec, config, fileOf };
  } catch (error) {
    if (!(error instanceof TlaSyntaxError)) throw error;
    throw new CannotTell(`the spec does not parse (parse-error): ${error.message}`, null);
  }
}
