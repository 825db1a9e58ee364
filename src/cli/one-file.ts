/** Which names are of one file, whatever they look like. */
import { readlink, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

/**
 * Equal for two names of one file. What is not there yet is known by its folder and its name, and a
 * link to it by what it leads to.
 */
export async function identityOf(file: string): Promise<string> {
  const path = resolve(file);
  const there = await stat(file, { bigint: true })
    .catch(() => stat(path, { bigint: true }))
    .catch(() => null);
  if (there !== null) return `${String(there.dev)}:${String(there.ino)}`;
  const folder = await realpath(dirname(file)).catch(() => dirname(path));
  const to = await readlink(path).catch(() => null);
  // A link that leads to itself leads nowhere: nothing can be written to it.
  if (to === null || (await isCircle(path))) return join(folder, basename(path));
  return identityOf(resolve(folder, to));
}

async function isCircle(link: string): Promise<boolean> {
  return stat(link).then(
    () => false,
    (error: unknown) => (error as NodeJS.ErrnoException).code !== "ENOENT",
  );
}
