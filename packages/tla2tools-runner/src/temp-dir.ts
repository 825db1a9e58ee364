import { rmSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Calls `use` with a new, empty folder under `base` and removes the folder whatever happens,
 * the end of this process included.
 */
export async function withTempDir<T>(
  base: string | undefined,
  use: (dir: string) => Promise<T>,
): Promise<T> {
  const parent = base ?? tmpdir();
  await mkdir(parent, { recursive: true });
  const dir = await mkdtemp(join(parent, "tla2tools-"));
  const onExit = (): void => {
    rmSync(dir, { recursive: true, force: true, maxRetries: 3, retryDelay: 100 });
  };
  process.once("exit", onExit);
  try {
    return await use(dir);
  } finally {
    process.removeListener("exit", onExit);
    await rm(dir, { recursive: true, force: true, maxRetries: 3, retryDelay: 100 });
  }
}
