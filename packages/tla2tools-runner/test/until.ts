/** Far beyond what a slow machine needs: whatever takes longer hangs. */
export const HANGING_MS = 240_000;

/** Waits until the condition holds, however long that takes short of hanging. */
export async function until(
  what: string,
  condition: () => Promise<boolean> | boolean,
): Promise<void> {
  const deadline = Date.now() + HANGING_MS;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
