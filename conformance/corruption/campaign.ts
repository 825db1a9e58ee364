/** Damages runs and has them judged, on every core: each thread takes whole runs. */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Outcome } from "./outcome.js";

export interface Order {
  /** The folder with the runs, and their names in it. */
  readonly good: string;
  readonly names: readonly string[];
  readonly seed: number;
  readonly each: number;
  /** An empty folder that no other thread has. */
  readonly scratch: string;
}

/** What came of one damaged copy. */
export interface Result {
  readonly run: string;
  /** The name of a kind of damage. */
  readonly kind: string;
  readonly outcome: Outcome;
  /** What was done to the copy, and what the judge says of it, in a line. */
  readonly text: string;
  /** Where an accepted copy lies. */
  readonly folder: string | null;
}

/** Gives all results in the order of the names. What a thread throws is thrown here. */
export async function campaign(
  order: Order,
  scratchOf: (thread: number) => Promise<string>,
  signal: AbortSignal,
): Promise<readonly Result[]> {
  const threads = Math.min(availableParallelism(), order.names.length);
  const parts = Array.from({ length: threads }, async (_, thread) => {
    const names = order.names.filter((_name, k) => k % threads === thread);
    return results({ ...order, names, scratch: await scratchOf(thread) }, signal);
  });
  const all = (await Promise.all(parts)).flat();
  return order.names.flatMap((name) => all.filter(({ run }) => run === name));
}

/** What one thread finds; an interrupted one finds nothing more. */
async function results(order: Order, signal: AbortSignal): Promise<readonly Result[]> {
  const worker = new Worker(new URL("./worker.js", import.meta.url), { workerData: order });
  const stop = () => void worker.terminate();
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  const found: Result[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      worker.on("message", (result: Result) => found.push(result));
      worker.on("error", reject);
      worker.on("exit", () => {
        resolve();
      });
    });
  } finally {
    signal.removeEventListener("abort", stop);
  }
  return found;
}
