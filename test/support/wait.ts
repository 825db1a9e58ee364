/** Milliseconds between two looks. */
const PAUSE = 25;

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * Waits until `holds` says so.
 *
 * @param patience ms
 * @param what a sentence for the error, e.g. "server 1 serves"
 * @throws Error when it does not in time; whatever `holds` throws ends the waiting at once
 */
export async function within(
  patience: number,
  what: string,
  holds: () => Promise<boolean> | boolean,
): Promise<void> {
  const deadline = Date.now() + patience;
  for (;;) {
    if (await holds()) return;
    if (Date.now() > deadline) throw new Error(`not within ${patience} ms: ${what}`);
    await pause(PAUSE);
  }
}
