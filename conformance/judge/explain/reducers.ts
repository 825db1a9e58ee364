/** Where the reducers that mirror the spec say which operator that is, if their text is here. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Place } from "../../trace/run.js";
import { specFolder } from "../spec-files.js";

const FOLDER = "src/state-machine";

/** The line of `@spec Zab!LeaderProcessACK`; undefined where there is no such text. */
export function reducerOf(spec: string, action: string): Place | undefined {
  const root = dirname(specFolder());
  const folder = join(root, FOLDER);
  if (!existsSync(folder)) return undefined;
  const wanted = new RegExp(`@spec ${spec}!${action}\\b`);
  for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    if (!entry.endsWith(".ts")) continue;
    const lines = readFileSync(join(folder, entry), "utf8").split("\n");
    const line = lines.findIndex((text) => wanted.test(text));
    if (line >= 0) return { file: `${FOLDER}/${entry}`, line: line + 1 };
  }
  return undefined;
}
