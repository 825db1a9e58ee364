import { availableParallelism } from "node:os";
import { checkModel, type CheckOptions, type ModelReport } from "./check-model.js";
import type { ModelEntry } from "./entry.js";

/** What several models share. */
export interface CheckAllOptions extends CheckOptions {
  /** Workers that may search at a time. Default: one per core. */
  readonly jobs?: number | undefined;
}

/**
 * Runs models, as many at a time as there are cores for their workers, and hands out their reports
 * in the order of the models. Begins no other once it is interrupted.
 *
 * @throws RunnerError when TLC cannot be run at all; the models that run then are ended.
 */
export async function* checkModels(
  models: readonly ModelEntry[],
  options: CheckAllOptions,
): AsyncGenerator<ModelReport> {
  const abort = new AbortController();
  const { jobs = availableParallelism() } = options;
  const signal =
    options.signal === undefined ? abort.signal : AbortSignal.any([options.signal, abort.signal]);
  const cores = new Cores(jobs);
  // One is begun only when the one before it has its cores, so none is overtaken.
  let turn: Promise<void> = Promise.resolve();
  const runs = models.map(async (model): Promise<ModelReport | null> => {
    const mine = turn.then(() => cores.take(model.workers));
    turn = mine.then(() => undefined);
    const taken = await mine;
    try {
      return signal.aborted ? null : await checkModel(model, { ...options, signal });
    } catch (error) {
      abort.abort();
      throw error;
    } finally {
      cores.free(taken);
    }
  });
  // One that fails before its turn to be waited for is reported at its turn.
  for (const run of runs) run.catch(() => undefined);
  try {
    for (const run of runs) {
      const report = await run;
      if (report !== null) yield report;
    }
  } finally {
    abort.abort();
    await Promise.allSettled(runs);
  }
}

/** The cores that workers may use. A model with more workers than there are takes them all. */
class Cores {
  readonly #all: number;
  #left: number;
  #waiting: (() => void) | null = null;

  constructor(all: number) {
    this.#all = all;
    this.#left = all;
  }

  /** Waits until so many are left; only one may wait at a time. */
  async take(wanted: number): Promise<number> {
    const count = Math.min(wanted, this.#all);
    while (this.#left < count) {
      await new Promise<void>((resolve) => (this.#waiting = resolve));
    }
    this.#left -= count;
    return count;
  }

  free(count: number): void {
    this.#left += count;
    this.#waiting?.();
    this.#waiting = null;
  }
}
