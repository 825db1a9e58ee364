// Promise: a model that workers on several hosts searched is judged by what they tell exactly.
import { join, resolve } from "node:path";
import { runDistributed, type DistributedOptions } from "tla2tools-runner";
import { HEAP, timeLimitMs, type CheckOptions, type ModelReport } from "./check-model.js";
import { compare } from "./compare.js";
import type { ModelEntry } from "./entry.js";
import { MANIFEST, ManifestError } from "./manifest.js";

/** A run by several hosts. */
export interface DistributedCheckOptions
  extends
    CheckOptions,
    Pick<
      DistributedOptions,
      "hosts" | "ssh" | "port" | "address" | "onWorkerReady" | "onWorkerLost"
    > {}

/**
 * Has TLC's server and workers run one model, and compares verdict and distinct states: generated
 * states and depth differ from run to run.
 *
 * @throws ManifestError for a model that TLC's distributed mode cannot run.
 * @throws RunnerError when it cannot begin, or no worker is left.
 */
export async function checkDistributed(
  model: ModelEntry,
  options: DistributedCheckOptions,
): Promise<ModelReport> {
  const { dir, heap = HEAP, onProgress } = options;
  const config = join(dir, model.cfg);
  const cannot = lackOf(model);
  if (cannot !== null) {
    const remedy = "leave --workers out";
    throw new ManifestError([`${join(dir, MANIFEST)} (${model.cfg}): ${cannot}: ${remedy}`]);
  }
  const result = await runDistributed({
    ...options,
    module: join(dir, `${model.module}.tla`),
    config,
    libraries: [resolve(dir, "..")],
    heap,
    timeoutMs: timeLimitMs(model),
    onProgress: (progress) => onProgress?.(model, progress),
  });
  const inexact = { generated: null, depth: null, workers: options.hosts.length + 1 };
  return { model, result, reasons: compare({ ...model, ...inexact }, result, true) };
}

/** What distributed TLC lacks for this model; null when nothing. */
function lackOf({ expect, simulate }: ModelEntry): string | null {
  if (simulate !== null) return "workers on other hosts make no random walks";
  if (expect.kind === "reaches") return "what workers on other hosts reach is not reported here";
  return null;
}
