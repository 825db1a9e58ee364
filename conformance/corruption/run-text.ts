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

export async function writeRunText(run: RunText, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, lines] of run) {
    await writeFile(join(folder, name), lines.map((line) => `${line}\n`).join(""));
  }
}

/** The server whose file this is. */
export function serverOf(file: string): number {
  return Number(file.split(".")[0]);
}
