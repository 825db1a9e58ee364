// Promise: the digest of a reducer changes with what it does, and not with its comments or layout.
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";
import { REDUCERS } from "./place.js";

/** By the file, seen from src/state-machine. */
export type Digests = Readonly<Record<string, string>>;

/** Of every reducer, and of what they all use. */
export async function reducerDigests(): Promise<Digests> {
  const files = await readdir(REDUCERS, { recursive: true });
  const names = files
    .filter((each) => each.endsWith(".ts"))
    .map((each) => each.replaceAll("\\", "/"));
  const pairs = names
    .sort()
    .map(
      async (name) => [name, digestOf(name, await readFile(join(REDUCERS, name), "utf8"))] as const,
    );
  return Object.fromEntries(await Promise.all(pairs));
}

const printer = ts.createPrinter({ removeComments: true });

/** @param file the name of the source, for its language */
export function digestOf(file: string, text: string): string {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  return createHash("sha256").update(printer.printFile(source)).digest("hex").slice(0, 16);
}

/** One line for each file that is not as it was. */
export function changedSince(then: Digests, now: Digests): readonly string[] {
  const files = [...new Set([...Object.keys(then), ...Object.keys(now)])].sort();
  return files.flatMap((file) => {
    if (then[file] === now[file]) return [];
    const what = then[file] === undefined ? "new" : now[file] === undefined ? "gone" : "changed";
    return [`src/state-machine/${file} is ${what} since the runs were made`];
  });
}
