import { compareZxid } from "#state-machine";
import { dataFiles, removeFile, type Directories } from "./directories.js";
import { newestWhole } from "./snapshots.js";

/**
 * Removes what recovery will never need (ZooKeeper's `PurgeTxnLog`): snapshots older than the
 * `keep` newest whole ones, and logs whose entries all lie before the oldest of those.
 */
export function purge(directories: Directories, keep: number, log: (line: string) => void): void {
  const oldest = newestWhole(directories.data, keep).at(-1);
  if (oldest === undefined) return;
  for (const { path, zxid } of dataFiles(directories.data, "snapshot")) {
    if (compareZxid(zxid, oldest) >= 0) continue;
    removeFile(path);
    log(`purged ${path}`);
  }
  const logs = dataFiles(directories.log, "log");
  const first = logs.findLastIndex(({ zxid }) => compareZxid(zxid, oldest) <= 0);
  for (const { path } of logs.slice(0, Math.max(0, first))) {
    removeFile(path);
    log(`purged ${path}`);
  }
}
