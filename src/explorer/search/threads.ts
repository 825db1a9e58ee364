import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Model } from "../model/model.js";
import type { Control } from "./control.js";
import type { Crew } from "./crew.js";
import type { Level, Part } from "./searcher.js";
import type { Segment } from "./segment.js";

/** What a searcher in a thread has to know from the beginning. */
export interface Recruit {
  readonly model: Model;
  readonly index: number;
  readonly workers: number;
  readonly control: SharedArrayBuffer;
}

/** What it is told to do. */
export type Order =
  | { readonly kind: "start" | "resume"; readonly visited: SharedArrayBuffer }
  | { readonly kind: "expand"; readonly visited: SharedArrayBuffer; readonly level: Level }
  | { readonly kind: "parents" }
  | { readonly kind: "end" };

/** Searchers of the production reducers, each in a thread. */
export function threads(model: Model, workers: number, control: Control): Crew {
  const crew = Array.from({ length: workers }, (_, index) => {
    const workerData: Recruit = { model, index, workers, control: control.buffer };
    return new Worker(new URL("./worker.js", import.meta.url), { workerData });
  });
  const all = <T>(order: Order): Promise<readonly T[]> =>
    Promise.all(
      crew.map(async (worker) => {
        const answer = once(worker, "message") as Promise<[T]>;
        worker.postMessage(order);
        return (await answer)[0];
      }),
    );
  return {
    start: ({ buffer }) => all<Part>({ kind: "start", visited: buffer }),
    expand: (level, { buffer }) => all<Part>({ kind: "expand", visited: buffer, level }),
    resume: ({ buffer }) => all<Part>({ kind: "resume", visited: buffer }),
    parents: () => all<Segment>({ kind: "parents" }),
    end: async () => {
      const gone = crew.map((worker) => once(worker, "exit"));
      for (const worker of crew) worker.postMessage({ kind: "end" } satisfies Order);
      await Promise.all(gone);
    },
  };
}
