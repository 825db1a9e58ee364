import type { Model } from "../model/model.js";
import { production, type Reducers } from "../reducers.js";
import { systemOf } from "../system-of.js";
import { Control } from "./control.js";
import { counterexample, type Counterexample } from "./counterexample.js";
import { alone, type Crew } from "./crew.js";
import { MemoryLimit } from "./memory-limit.js";
import type { Part, Violation } from "./searcher.js";
import { segmentBytes, type Segment } from "./segment.js";
import { threads } from "./threads.js";
import { Visited } from "./visited.js";

export interface ExploreOptions {
  /** Explored in place of those of production; they run in this thread. */
  readonly reducers?: Reducers;
  /** How many threads search; with reducers of one's own it is always one. */
  readonly workers?: number;
  /** How much the states may take, MiB. */
  readonly memory?: number;
  readonly signal?: AbortSignal;
  /** Told a few times a second how far it is. */
  readonly progress?: (progress: Progress) => void;
}

export interface Progress {
  readonly distinct: number;
  readonly depth: number;
  readonly seconds: number;
}

/** What was found. */
export interface Exploration {
  /** Distinct states, up to symmetry where the model says so. */
  readonly distinct: number;
  /** Steps taken, those to known states included. */
  readonly taken: number;
  /** States on the longest of the shortest ways to each. */
  readonly depth: number;
  readonly seconds: number;
  /** At most so probable it is that a state was taken for another. */
  readonly missed: number;
  /** False when it was interrupted. */
  readonly complete: boolean;
  readonly counterexample: Counterexample | null;
}

const FIRST_SLOTS = 1 << 16;
const MIB = 1024 * 1024;
const PROGRESS_MS = 500;
export const DEFAULT_MEMORY = 1024;

/** Explores a model, level by level, until all states are known or one of them is wrong. */
export async function explore(model: Model, options: ExploreOptions = {}): Promise<Exploration> {
  const { reducers, signal, progress } = options;
  const workers = reducers === undefined ? (options.workers ?? 1) : 1;
  const control = new Control(workers);
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const crew =
    reducers === undefined
      ? threads(model, workers, control)
      : alone(systemOf(model, reducers), control);
  const run = new Run(model, crew, control, (options.memory ?? DEFAULT_MEMORY) * MIB);
  const stop = () => control.stop();
  signal?.addEventListener("abort", stop, { once: true });
  const timer = setInterval(() => {
    progress?.({ distinct: control.added, depth: run.depth, seconds: seconds() });
  }, PROGRESS_MS);
  try {
    await run.toTheEnd();
    return {
      distinct: control.added,
      taken: run.taken,
      depth: run.depth,
      seconds: seconds(),
      missed: missed(control.added, run.symmetric),
      complete: !control.stopped,
      counterexample: await run.counterexample(reducers ?? production),
    };
  } finally {
    clearInterval(timer);
    signal?.removeEventListener("abort", stop);
    await crew.end();
  }
}

/** A bound of the probability that two of `states` fingerprints of 64 bits are equal. */
function missed(states: number, renamings: number): number {
  return Math.min(1, ((states * states) / 2 / 2 ** 64) * renamings);
}

class Run {
  depth = 0;
  taken = 0;
  readonly symmetric: number;
  readonly #model: Model;
  readonly #crew: Crew;
  readonly #control: Control;
  readonly #memory: number;
  #visited = new Visited(FIRST_SLOTS);
  #violation: { readonly found: Violation; readonly searcher: number } | null = null;

  constructor(model: Model, crew: Crew, control: Control, memory: number) {
    this.symmetric = systemOf(model, production).dictionary.renamings.length;
    this.#model = model;
    this.#crew = crew;
    this.#control = control;
    this.#memory = memory;
    this.#demand(this.#visited.buffer.byteLength);
  }

  async toTheEnd(): Promise<void> {
    let parts = await this.#crew.start(this.#visited);
    this.#take(parts);
    while (parts.some(({ segment }) => segment.rows > 0)) {
      this.depth += 1;
      if (this.#violation !== null || this.#control.stopped) return;
      parts = await this.#level(parts);
    }
  }

  async counterexample(reducers: Reducers): Promise<Counterexample | null> {
    if (this.#violation === null) return null;
    const parents = await this.#crew.parents();
    return counterexample(this.#model, reducers, this.#visited, parents, this.#violation.found);
  }

  /** Expands one level, with larger tables as often as it takes. */
  async #level(last: readonly Part[]): Promise<readonly Part[]> {
    this.#control.rewind();
    const segments = last.map(({ segment }) => segment);
    const keys = last.map((part) => part.keys);
    let parts = await this.#crew.expand({ segments, keys }, this.#visited);
    const fresh = parts.map((part) => [...part.keys]);
    while (!parts.every(({ done }) => done)) {
      this.#grow(bytesOf([...segments, ...parts.map(({ segment }) => segment)]));
      parts = await this.#crew.resume(this.#visited);
      parts.forEach((part, k) => fresh[k]?.push(...part.keys));
    }
    this.#take(parts);
    const all = [...segments, ...parts.map(({ segment }) => segment)];
    this.#demand(bytesOf(all) + this.#visited.buffer.byteLength);
    return parts.map((part, k) => ({ ...part, keys: fresh[k] ?? [] }));
  }

  #take(parts: readonly Part[]): void {
    this.taken = parts.reduce((sum, part) => sum + part.taken, 0);
    parts.forEach(({ violation }, searcher) => {
      if (violation === null) return;
      const known = this.#violation?.found;
      if (known !== undefined && known.property <= violation.property) return;
      this.#violation = { found: violation, searcher };
    });
  }

  /** Four times the slots where they fit, else twice as many. */
  #grow(others: number): void {
    const { byteLength } = this.#visited.buffer;
    const factor = others + byteLength * 5 <= this.#memory ? 4 : 2;
    this.#demand(others + byteLength * (1 + factor));
    this.#visited = this.#visited.grown(factor);
  }

  #demand(bytes: number): void {
    if (bytes <= this.#memory) return;
    throw new MemoryLimit(this.#model.name, this.#control.added, this.#memory / MIB);
  }
}

function bytesOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, segment) => sum + segmentBytes(segment), 0);
}
