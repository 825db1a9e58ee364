import { constants } from "node:fs";
import { access, readdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { systemReason } from "#conformance/command";

/** What one server does is said to nobody: the specs are about what servers say to each other. */
const ALONE = "a server alone takes no step of the protocol between servers";

/** What a single server says to its user, who wants a recording. */
export const NOT_RECORDED = `nothing is recorded: ${ALONE}`;

/** What is asked for, and of whom. */
export interface RecordWish {
  /** The folder that was named; null where none was. */
  readonly record: string | null;
  readonly judge: boolean;
  readonly servers: number;
  /** Whether the servers have data of an earlier start. */
  readonly found: boolean;
}

/** Why the ensemble cannot be recorded as it is asked for; null when it can, or need not be. */
export async function recordProblem({ record, judge, servers, found }: RecordWish) {
  if (judge && servers === 1) return `--judge: ${ALONE}: use --servers 3`;
  if (record === null) return null;
  const reason = await folderProblem(record);
  if (reason !== null) return `--record ${record}: ${reason}: name a folder that can be written to`;
  if (found) return null;
  const names = await readdir(record).catch(() => []);
  if (!names.some((name) => /^\d+\.\d+\.ndjson$/.test(name))) return null;
  const remedy = "name an empty folder, or with --dir the data that were recorded";
  return `--record ${record}: it holds a run, and these servers are new: ${remedy}`;
}

/**
 * Makes the folder. Some cannot be made although nothing stands in the way; each server would say
 * so by itself. Gives the reason; null when it is there.
 */
export async function makeRecordFolder(record: string): Promise<string | null> {
  const { makeDirectory } = await import("#runtime/node");
  try {
    makeDirectory(record);
    return null;
  } catch (error) {
    const reason = systemReason(error);
    if (reason === null) throw error;
    return `--record ${record}: it cannot be made: ${reason}: name a folder that can be written to`;
  }
}

/** Why nothing can be written to a folder, as far as that is to be seen; nothing is made. */
async function folderProblem(folder: string): Promise<string | null> {
  for (let path = resolve(folder); ; path = dirname(path)) {
    const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
    if (found instanceof Error) {
      // What is missing is made; where a file stands in the way, it is found further up.
      if (found.code === "ENOENT" || found.code === "ENOTDIR") continue;
      return `${path} cannot be looked at, ${systemReason(found) ?? found.message}`;
    }
    const it = path === resolve(folder) ? "it" : path;
    if (!found.isDirectory()) return `${it} is a file`;
    return access(path, constants.W_OK | constants.X_OK).then(
      () => null,
      (error: Error) => `nothing can be written to ${it}, ${systemReason(error) ?? error.message}`,
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
