// Promise: whoever asks for the run of a mutant gets it once, from memory or from TLC.
import type { Tools } from "tla2tools-runner";
import type { ModelEntry } from "../models/index.js";
import { attempt, type Attempt } from "./attempt.js";
import { runKey, type AttemptCache } from "./cache.js";
import type { SpecModules } from "./modules.js";

/** What all runs share. */
export interface Lab {
  readonly spec: SpecModules;
  readonly models: readonly ModelEntry[];
  readonly tools: Tools;
  readonly signal: AbortSignal;
  /** Runs remembered from before; null: every run is made anew. */
  readonly cache: AttemptCache | null;
  /** The only models to try a clause mutant on; usually it is tried on those that may kill it. */
  readonly only?: readonly string[] | undefined;
  readonly tempDir?: string | undefined;
}

/** An attempt, and the key of what it depended on. */
export interface Tried extends Attempt {
  readonly key: string;
}

/**
 * Runs `changed` on the model of that name, asking for `alone` or for everything; what was
 * interrupted is not remembered.
 */
export async function tryOn(
  lab: Lab,
  modelName: string,
  changed: ReadonlyMap<string, string>,
  alone: string | null = null,
): Promise<Tried> {
  const model = lab.models.find(({ name }) => name === modelName);
  if (model === undefined) throw new Error(`no model ${modelName}`);
  const key = await runKey(lab.spec, changed, model, alone);
  const known = lab.cache?.get(key);
  if (known !== undefined) return { ...known, key };
  const result = await attempt(model, changed, lab, alone);
  if (!lab.signal.aborted && result.trouble === null) await lab.cache?.put(key, result);
  return { ...result, key };
}
