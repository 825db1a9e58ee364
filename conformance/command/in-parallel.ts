// Promise: when it ends, no work goes on, whether all was done, one failed or it was interrupted.

/**
 * Does `work` for each item, at most `jobs` at a time, begun in order; begins no more once `signal`
 * is aborted. The signal that `work` gets is aborted as well when another one fails.
 *
 * @throws what the first work to fail throws, once the others have ended.
 */
export async function inParallel<T extends object>(
  items: readonly T[],
  jobs: number,
  signal: AbortSignal,
  work: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (!either.aborted) {
      const item = items[next];
      next += 1;
      if (item === undefined) return;
      await work(item, either).catch((error: unknown) => {
        failed.abort(error);
        throw error;
      });
    }
  };
  await Promise.allSettled(Array.from({ length: jobs }, worker));
  if (failed.signal.aborted) throw failed.signal.reason;
}
