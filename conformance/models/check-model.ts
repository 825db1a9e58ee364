// Promise: one model is run once, within a bound, and judged by its entry alone.
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import {
  cfgUsesSymmetry,
  runTlc,
  type TlcProgress,
  type TlcResult,
  type Tools,
} from "tla2tools-runner";
import { compare } from "./compare.js";
import type { ModelEntry } from "./entry.js";

/** What one model's run came to. */
export interface ModelReport {
  readonly model: ModelEntry;
  readonly result: TlcResult;
  /** Why it failed, one line each; empty when it passed. */
  readonly reasons: readonly string[];
}

/** What all models share. */
export interface CheckOptions {
  /** The folder of the manifest; the specs stand one folder above. */
  readonly dir: string;
  readonly tools?: Tools | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Where runs make their temporary folders. Default: the system's. */
  readonly tempDir?: string | undefined;
  /** Java's largest heap. */
  readonly heap?: string | undefined;
  readonly onProgress?: ((model: ModelEntry, progress: TlcProgress) => void) | undefined;
}

/** A busy machine may be this much slower than the manifest says, and a minute for the start. */
const SLOWNESS = 20;
const GRACE_SECONDS = 60;
/** Up to here Java's optimising compiler costs more than it saves: two seconds of CPU a model. */
const SHORT_SECONDS = 10;
/** Java's largest heap where nothing else is said. */
export const HEAP = "4g";

/** The time after which a model is given up. */
export function timeLimitMs({ seconds }: ModelEntry): number {
  return (GRACE_SECONDS + SLOWNESS * seconds) * 1000;
}

/**
 * Runs one model and compares.
 *
 * @throws RunnerError when TLC cannot be run at all.
 */
export async function checkModel(model: ModelEntry, options: CheckOptions): Promise<ModelReport> {
  const { dir, tools, signal, tempDir, heap = HEAP, onProgress } = options;
  const config = join(dir, model.cfg);
  const symmetry = cfgUsesSymmetry(await readFile(config, "utf8"));
  const result = await runTlc({
    module: join(dir, `${model.module}.tla`),
    config,
    libraries: [resolve(dir, "..")],
    workers: model.workers,
    ...walksOf(model),
    heap,
    jvmFlags: model.seconds <= SHORT_SECONDS ? ["-XX:TieredStopAtLevel=1"] : [],
    timeoutMs: timeLimitMs(model),
    tools,
    signal,
    tempDir,
    onProgress: (progress) => onProgress?.(model, progress),
  });
  return { model, result, reasons: compare(model, result, symmetry) };
}

/** The runner's options for random walks. */
export function walksOf({ simulate }: ModelEntry) {
  if (simulate === null) return {};
  return { simulate: { num: simulate.traces }, depth: simulate.depth, seed: simulate.seed };
}
