// Promise: whoever reads of an action is shown where the spec says it and where the code does.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** Where an action is written down on each side; null where that side has no such action. */
export interface ActionPlaces {
  readonly spec: string | null;
  readonly reducer: string | null;
}

/** The places of an action, as `file:line` seen from the folder `root`. */
export function placesOf(action: string, protocol: "zab" | "election", root: string): ActionPlaces {
  const [own, models] = [join(root, "spec"), join(root, "spec", "models")];
  const modules = protocol === "zab" ? ["Zab", "MCZab"] : ["Election", "MCElection"];
  const specs = modules.map((name) => join(name.startsWith("MC") ? models : own, `${name}.tla`));
  const reducers = filesUnder(join(root, "src", "state-machine", protocol));
  return {
    spec: find(specs, new RegExp(`^${action}(?:\\(.*\\))? ==`), root),
    reducer: find(reducers, new RegExp(`^export const ${action}\\b`), root),
  };
}

function filesUnder(dir: string): readonly string[] {
  const entries = readdirSync(dir, { recursive: true, encoding: "utf8" });
  return entries
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(dir, name))
    .sort();
}

function find(files: readonly string[], pattern: RegExp, root: string): string | null {
  for (const file of files) {
    const line = readFileSync(file, "utf8")
      .split("\n")
      .findIndex((each) => pattern.test(each));
    if (line >= 0) return `${relative(root, file)}:${String(line + 1)}`;
  }
  return null;
}
