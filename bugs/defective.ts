// Promise: the defective reducers are the production ones but for the edits, and are not kept.
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Reducers } from "#explorer";
import ts from "typescript";
import { BugsError } from "./bugs-error.js";
import { edited } from "./edit.js";
import type { Entry } from "./entry.js";
import { COMPILED, REDUCERS } from "./place.js";

/** Values of these classes pass between the copy and the explorer: there must be one of each. */
const SHARED = ["data/history.js", "data/seq.js", "invariant.js"];

/** What makes a defect of the reducers, and what messages call it. */
export type ReducerDefect = Pick<Entry, "id" | "reducers">;

/** The reducers with the entry's edits, loaded from a copy of the compiled ones. */
export async function defectiveReducers(entry: ReducerDefect): Promise<Reducers> {
  const dir = await mkdtemp(join(tmpdir(), "bugs-"));
  try {
    await cp(COMPILED, dir, { recursive: true });
    await writeFile(join(dir, "package.json"), '{ "type": "module" }\n');
    for (const file of SHARED) {
      const original = pathToFileURL(join(COMPILED, file)).href;
      await writeFile(join(dir, file), `export * from ${JSON.stringify(original)};\n`);
    }
    for (const [file, text] of await editedFiles(entry)) {
      await writeFile(join(dir, file.replace(/[.]ts$/, ".js")), compiled(text));
    }
    return (await import(pathToFileURL(join(dir, "index.js")).href)) as Reducers;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** The sources that the entry changes, changed. */
async function editedFiles({ id, reducers }: ReducerDefect): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const { file, ...edit } of reducers) {
    const text = texts.get(file) ?? (await source(id, file));
    texts.set(file, edited(`${id}, ${file}`, text, edit));
  }
  return texts;
}

async function source(id: string, file: string): Promise<string> {
  try {
    return await readFile(join(REDUCERS, file), "utf8");
  } catch {
    throw new BugsError(`${id}: there is no src/state-machine/${file}; correct the entry`);
  }
}

function compiled(text: string): string {
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
  return ts.transpileModule(text, { compilerOptions }).outputText;
}
