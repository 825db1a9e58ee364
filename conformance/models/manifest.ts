// Promise: a manifest that loads agrees with the files beside it, in both directions.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { readEntry, type ModelEntry } from "./entry.js";

/** All models of one folder, in the order of the manifest. */
export interface Manifest {
  /** The folder with `models.json`, the configurations and their modules. */
  readonly dir: string;
  readonly models: readonly ModelEntry[];
}

/** A manifest that cannot be used; each fault is one line with place and remedy. */
export class ManifestError extends Error {
  override readonly name = "ManifestError";
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join("\n"));
    this.faults = faults;
  }
}

/** The manifest's file name. */
export const MANIFEST = "models.json";

/**
 * Reads `models.json` in `dir` and holds it against the folder: every configuration has one
 * entry, every entry has its configuration and its module.
 *
 * @throws ManifestError with all faults at once.
 */
export async function loadManifest(dir: string): Promise<Manifest> {
  const file = join(dir, MANIFEST);
  const list = await readList(file);
  const files = new Set(await readdir(dir));
  const faults: string[] = [];
  const models: ModelEntry[] = [];
  for (const [index, value] of list.entries()) {
    const entry = readEntry(value, `${file}, entry ${String(index + 1)}`);
    if ("faults" in entry) faults.push(...entry.faults);
    else models.push(entry.model);
  }
  faults.push(...duplicates(models, file), ...missingFiles(models, files, dir, file));
  const named = new Set(list.map(cfgOf));
  for (const cfg of [...files].filter((each) => each.endsWith(".cfg")).sort()) {
    if (named.has(cfg)) continue;
    faults.push(`${join(dir, cfg)}: no entry in ${MANIFEST}: add one, or delete the file`);
  }
  if (faults.length > 0) throw new ManifestError(faults);
  return { dir, models };
}

async function readList(file: string): Promise<readonly unknown[]> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch {
    throw new ManifestError([`${file}: cannot be read: create it, or name another folder`]);
  }
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/\s+/g, " ") : String(error);
    throw new ManifestError([`${file}: not JSON (${reason}): correct it there`]);
  }
  if (!Array.isArray(list) || list.length === 0) {
    throw new ManifestError([`${file}: not a list of models: write [{"cfg": …}, …]`]);
  }
  return list as readonly unknown[];
}

function duplicates(models: readonly ModelEntry[], file: string): string[] {
  const seen = new Set<string>();
  const twice = models.filter(({ cfg }) => seen.size === seen.add(cfg).size);
  return twice.map(({ cfg }) => `${file}: ${cfg} has two entries: delete one`);
}

function missingFiles(
  models: readonly ModelEntry[],
  files: ReadonlySet<string>,
  dir: string,
  file: string,
): string[] {
  return models.flatMap(({ cfg, module }) =>
    [cfg, `${module}.tla`]
      .filter((name) => !files.has(name))
      .map((name) => `${file}: ${cfg} needs ${join(dir, name)}, which is not there: create it`),
  );
}

function cfgOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "cfg" in value ? value.cfg : undefined;
}
