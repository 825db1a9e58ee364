// Promise: what goes wrong in a thread is one line that names the mutant.
import { CheckError } from "./error.js";
import type { Asked } from "./mutant-asking.js";

export interface MutantTask {
  readonly name: string;
  /** A question with more states is left to TLC. */
  readonly most: number;
}

/** Threads that do tasks. */
interface Threads {
  run(task: MutantTask, options: { readonly signal: AbortSignal }): Promise<Asked>;
}

/**
 * Asks about one mutant in one of the threads.
 *
 * @throws CheckError for whatever is thrown there; of another thread's errors only the message comes
 */
export async function askedInThread(
  threads: Threads,
  task: MutantTask,
  signal: AbortSignal,
): Promise<Asked> {
  return threads.run(task, { signal }).catch((error: unknown) => {
    const [message = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new CheckError(`${task.name}: the evaluator did not end it: ${message}`);
  });
}
