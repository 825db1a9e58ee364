/** A recorded run as text, so that single bytes of it can be damaged. */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The lines of each file, by the file's name, without their newlines; the first is the header. */
export type RunText = ReadonlyMap<string, readonly string[]>;

/** A line: the name of its file, and its number from 1. */
export interface LineAt {
  readonly file: string;
  readonly line: number;
}

export async function readRunText(folder: string): Promise<RunText> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".ndjson")).sort();
  const files = names.map(async (name) => {
    const text = await readFile(join(folder, name), "utf8");
    return [name, text.replace(/\n$/, "").split("\n")] as const;
  });
  return new Map(await Promise.all(files));
}

/** The server whose file this is. */
export function serverOf(file: string): number {
  return Number(file.split(".")[0]);
}

/**
 * Writes those files of a damaged run that are not as they were, and gives all files that it is
 * made of.
 */
export async function writeDamaged(
  run: RunText,
  { from, folder, to }: { readonly from: RunText; readonly folder: string; readonly to: string },
): Promise<readonly string[]> {
  await mkdir(to, { recursive: true });
  const files = [...run].map(async ([name, lines]) => {
    if (from.get(name) === lines) return join(folder, name);
    const file = join(to, name);
    await writeFile(file, lines.map((line) => `${line}\n`).join(""));
    return file;
  });
  return Promise.all(files);
}
