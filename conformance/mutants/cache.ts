// Promise: a run is remembered by what it depended on, so that nothing is run twice.
import { createHash } from "node:crypto";
import { appendFile, mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { ARTIFACT } from "tla2tools-runner";
import type { ModelEntry } from "../models/index.js";
import { configText, type Attempt } from "./attempt.js";
import { tokens } from "./clauses/tokens.js";
import { extended, type SpecModules } from "./modules.js";

/** What the run of a mutant on a model depends on: modules but for comments, cfg, tool. */
export async function runKey(
  spec: SpecModules,
  changed: ReadonlyMap<string, string>,
  model: ModelEntry,
  alone: string | null = null,
): Promise<string> {
  const hash = createHash("sha256").update(`${ARTIFACT.version} ${model.module}\n`);
  for (const name of [...extended(spec, model.module)].sort()) {
    const other = changed.get(name);
    hash.update(other === undefined ? unchanged(spec, name) : essence(other));
  }
  hash.update(await configText(spec, model, alone));
  hash.update(JSON.stringify(model.expect));
  return hash.digest("hex");
}

/** What TLC reads of a module. */
function essence(text: string): string {
  return tokens(text)
    .map((token) => `${token.text}@${String(token.column)}`)
    .join(" ");
}

const essences = new WeakMap<SpecModules, Map<string, string>>();

function unchanged(spec: SpecModules, name: string): string {
  const known = essences.get(spec) ?? new Map<string, string>();
  essences.set(spec, known);
  const found = known.get(name) ?? essence(spec.texts.get(name) ?? "");
  known.set(name, found);
  return found;
}

/** Attempts by key, one JSON line each; several processes may append at once. */
export class AttemptCache {
  readonly #file: string;
  readonly #known: Map<string, Attempt>;

  private constructor(file: string, known: Map<string, Attempt>) {
    this.#file = file;
    this.#known = known;
  }

  /** A file that is missing, or a line that was cut short, is a run not remembered. */
  static async open(file: string): Promise<AttemptCache> {
    const known = new Map<string, Attempt>();
    const text = await readFile(file, "utf8").catch(() => "");
    for (const line of text.split("\n")) {
      try {
        const { key, attempt } = JSON.parse(line) as { key: string; attempt: Attempt };
        known.set(key, attempt);
      } catch {
        continue;
      }
    }
    return new AttemptCache(file, known);
  }

  get(key: string): Attempt | undefined {
    return this.#known.get(key);
  }

  async put(key: string, attempt: Attempt): Promise<void> {
    this.#known.set(key, attempt);
    await mkdir(dirname(this.#file), { recursive: true });
    await appendFile(this.#file, `${JSON.stringify({ key, attempt })}\n`);
  }
}
