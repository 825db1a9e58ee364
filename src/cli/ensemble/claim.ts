import { readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { LayoutError, refuse } from "./layout.js";

const FILE = "ensemble.pid";

/**
 * Makes an ensemble's folder this process's own, until the returned function is called. Without
 * it a second start would find the ports taken, go to others, and run on the same data.
 *
 * @throws LayoutError when another ensemble runs in the folder, or it cannot be made
 */
export async function claim(folder: string): Promise<() => Promise<void>> {
  const dir = resolve(folder);
  const file = join(dir, FILE);
  const { makeDirectory } = await import("#runtime/node");
  try {
    makeDirectory(dir);
  } catch (error) {
    refuse(dir, "made")(error);
  }
  const mine = `${process.pid}\n`;
  try {
    await writeFile(file, mine, { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") refuse(file, "written")(error);
    const owner = Number.parseInt(await readFile(file, "utf8"), 10);
    if (await isEnsemble(owner)) {
      const remedy = "connect to that one, stop it, or name another folder with --dir";
      throw new LayoutError(`an ensemble runs in ${dir} (process ${owner}): ${remedy}`);
    }
    await writeFile(file, mine);
  }
  return () => rm(file, { force: true });
}

/** A process that was killed leaves its number behind, and another program may get it. */
async function isEnsemble(pid: number): Promise<boolean> {
  if (!(pid > 0) || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => null);
  return command === null || command.split("\0").includes("ensemble");
}
