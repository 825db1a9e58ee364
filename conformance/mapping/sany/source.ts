// Promise: the text of a place in a module, as it stands there but for its comments.
import type { Place } from "./tree.js";

/** The text of modules by name, each as it is on disk. */
export type Sources = ReadonlyMap<string, string>;

/** The text of `place`, with its layout and without comments. */
export function sourceText(sources: Sources, place: Place): string {
  const lines = (sources.get(place.module) ?? "").split("\n").slice(place.line - 1, place.endLine);
  const indent = " ".repeat(place.column - 1);
  const cut = lines.map((line, k) => {
    const end = k === lines.length - 1 ? line.slice(0, place.endColumn) : line;
    return k === 0 ? indent + end.slice(place.column - 1) : end;
  });
  const bare = cut
    .join("\n")
    .replace(/\(\*[\s\S]*?\*\)/g, "")
    .replace(/\\\*.*$/gm, "")
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "");
  const margin = Math.min(...bare.map((line) => line.search(/\S/)));
  return bare.map((line) => line.slice(margin)).join("\n");
}

/** The same on one line. */
export function clauseText(sources: Sources, place: Place): string {
  return sourceText(sources, place).replace(/\s+/g, " ").trim();
}

/** `Zab.tla:240`. */
export function at({ module, line }: Place): string {
  return `${module}.tla:${line}`;
}

/** The sentences that stand above a definition. */
export function introduction(sources: Sources, place: Place): string {
  const above = (sources.get(place.module) ?? "")
    .split("\n")
    .slice(0, place.line - 1)
    .reverse();
  const end = above.findIndex((line) => !line.startsWith("\\*"));
  const own = above.slice(0, end < 0 ? above.length : end).reverse();
  return own.map((line) => line.slice(2).trim()).join("\n");
}
