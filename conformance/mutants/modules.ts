// Promise: the specs are read once, and a mutated copy is gone when its run is over.
import { rmSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

/** The modules under one `spec` folder, by name. */
export interface SpecModules {
  readonly dir: string;
  readonly texts: ReadonlyMap<string, string>;
  /** Which of them stand in `models`. */
  readonly inModels: ReadonlySet<string>;
}

/** Reads every module of `dir` and of `dir/models`. */
export async function readSpec(dir: string): Promise<SpecModules> {
  const texts = new Map<string, string>();
  const inModels = new Set<string>();
  for (const folder of [dir, join(dir, "models")]) {
    for (const file of (await readdir(folder)).filter((each) => each.endsWith(".tla")).sort()) {
      const name = basename(file, ".tla");
      texts.set(name, await readFile(join(folder, file), "utf8"));
      if (folder !== dir) inModels.add(name);
    }
  }
  return { dir, texts, inModels };
}

/** The modules that `name` extends or instantiates, itself included: what a run depends on. */
export function extended(spec: SpecModules, name: string): readonly string[] {
  return closure(spec, name, (text) => [...extendsOf(text), ...instancesOf(text)]);
}

/** The modules whose names are those of `name`: itself, and what it extends. */
export function merged(spec: SpecModules, name: string): readonly string[] {
  return closure(spec, name, extendsOf);
}

function closure(
  spec: SpecModules,
  name: string,
  namedIn: (text: string) => readonly string[],
): readonly string[] {
  const found = new Set([name]);
  for (const each of found) {
    for (const word of namedIn(spec.texts.get(each) ?? "")) {
      if (spec.texts.has(word)) found.add(word);
    }
  }
  return [...found];
}

function extendsOf(text: string): readonly string[] {
  return /^EXTENDS\s+(.*(?:,\s*\n.*)*)$/m.exec(text)?.[1]?.match(/\w+/g) ?? [];
}

function instancesOf(text: string): readonly string[] {
  return [...text.matchAll(/^[^\n\\]*\bINSTANCE\s+(\w+)/gm)].flatMap(([, word]) => word ?? []);
}

/**
 * Writes all modules to a scratch folder of the same layout, `changed` in place of their
 * originals, and removes the folder whatever happens,
 * the end of this process included.
 */
export async function withScratch<T>(
  spec: SpecModules,
  changed: ReadonlyMap<string, string>,
  tempDir: string | undefined,
  use: (dir: string) => Promise<T>,
): Promise<T> {
  const parent = tempDir ?? tmpdir();
  const dir = await mkdtemp(join(parent, "mutant-"));
  const onExit = (): void => {
    rmSync(dir, { recursive: true, force: true });
  };
  process.once("exit", onExit);
  try {
    await mkdir(join(dir, "models"));
    for (const [name, text] of spec.texts) {
      const folder = spec.inModels.has(name) ? join(dir, "models") : dir;
      await writeFile(join(folder, `${name}.tla`), changed.get(name) ?? text);
    }
    return await use(dir);
  } finally {
    process.removeListener("exit", onExit);
    await rm(dir, { recursive: true, force: true });
  }
}
