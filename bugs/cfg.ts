// Promise: a model asks what the entry asks, and is otherwise the one of spec/models.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { BugsError } from "./bugs-error.js";
import type { Entry } from "./entry.js";
import { SPEC } from "./place.js";

const SECTION = /^[A-Z_]+/;

/** The configuration of the entry's model as it stands. */
export async function modelCfg({ id, model }: Entry): Promise<string> {
  try {
    return await readFile(join(SPEC, "models", `${model}.cfg`), "utf8");
  } catch {
    throw new BugsError(`${id}: there is no spec/models/${model}.cfg; correct the entry's model`);
  }
}

/** The text of a configuration with what the entry changes in it. */
export function changedCfg(text: string, entry: Entry): string {
  const { constants = {}, only, extra = [], constraint, halt } = entry;
  const left = new Map(Object.entries(constants));
  const lines: string[] = [];
  let section = "";
  for (const line of text.split("\n")) {
    section = SECTION.exec(line)?.[0] ?? section;
    const name = /^\s+(\w+)/.exec(line)?.[1] ?? "";
    const value = left.get(name);
    const asked = section === "INVARIANTS" || section === "PROPERTIES";
    if (asked && name !== "" && only !== undefined && !only.includes(name)) continue;
    if (section === "CONSTANTS" && value !== undefined) lines.push(constant(name, value));
    else if (halt === true && section === "NEXT") lines.push("NEXT MCNextOrStable");
    else if (halt === true && section === "CHECK_DEADLOCK") lines.push("CHECK_DEADLOCK TRUE");
    else lines.push(line);
    if (section === "CONSTANTS") left.delete(name);
    if (line.startsWith("INVARIANTS")) lines.push(...extra.map((one) => `  ${one}`));
  }
  const added = [...left].map(([name, value]) => constant(name, value));
  const sections = [
    ...(added.length > 0 ? ["CONSTANTS", ...added] : []),
    ...(constraint === undefined ? [] : [`ACTION_CONSTRAINT ${constraint}`]),
  ];
  return [...withoutEmpty(lines), ...sections, ""].join("\n");
}

function constant(name: string, value: string): string {
  return value.startsWith("<-") ? `  ${name} ${value}` : `  ${name} = ${value}`;
}

/** Without the headings of sections in which nothing is left. */
function withoutEmpty(lines: readonly string[]): readonly string[] {
  const kept = lines.filter((line) => line.trim() !== "");
  return kept.filter(
    (line, k) => !/^(INVARIANTS|PROPERTIES)$/.test(line) || /^\s/.test(kept[k + 1] ?? ""),
  );
}
