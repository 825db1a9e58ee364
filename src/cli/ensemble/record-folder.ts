import { constants } from "node:fs";
import { access, readdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

/**
 * Why nothing can be recorded into a folder; null when it can. Nothing is made: each server does
 * that, and three of them would say that they cannot.
 */
export async function recordProblem(folder: string): Promise<string | null> {
  const refused = (reason: string) => `--record ${folder}: ${reason}: name a folder`;
  for (let path = resolve(folder); ; path = dirname(path)) {
    const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
    if (found instanceof Error) {
      // What is missing is made; where a file stands in the way, it is found further up.
      if (found.code === "ENOENT" || found.code === "ENOTDIR") continue;
      return refused(found.message);
    }
    if (!found.isDirectory()) return refused(`${path} is a file`);
    const writable = access(path, constants.W_OK | constants.X_OK);
    return writable.then(
      () => null,
      (error: Error) => refused(error.message),
    );
  }
}

/**
 * Where this start records, if the user does not say: a folder for each start. A folder is one
 * run, and what the servers did without being recorded would be missing in it.
 */
export async function nextRun(dir: string): Promise<string> {
  const folder = join(dir, "recorded");
  const names = await readdir(folder).catch(() => []);
  const used = names.map((name) => (/^[1-9]\d*$/.test(name) ? Number(name) : 0));
  return join(folder, String(Math.max(0, ...used) + 1));
}
