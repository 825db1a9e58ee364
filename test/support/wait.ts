/** Milliseconds between two looks. */
const PAUSE = 25;

/** Milliseconds, far beyond what a slow machine needs: whatever takes longer hangs. */
export const PATIENCE = 120_000;

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * Waits until `holds` says so, however long that takes short of hanging.
 *
 * @param what a sentence for the error, e.g. "server 1 serves"
 * @throws Error when it hangs; whatever `holds` throws ends the waiting at once
 */
export async function until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within ${PATIENCE} ms: ${what}`);
    await pause(PAUSE);
  }
}
