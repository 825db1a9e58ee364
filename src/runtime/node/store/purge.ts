import { compareZxid } from "#state-machine";
import { dataFiles, type Directories } from "./directories.js";
import { removeFile } from "./files.js";
import { newestWhole } from "./snapshots.js";

/**
 * Removes what recovery will never need (ZooKeeper's `PurgeTxnLog`): snapshots older than the
 * `keep` newest whole ones, and logs whose entries all lie before the oldest of those.
 */
export function purge(directories: Directories, keep: number, log: (line: string) => void): void {
  const { files, data } = directories;
  const oldest = newestWhole(files, data, keep).at(-1);
  if (oldest === undefined) return;
  const snapshots = dataFiles(files, data, "snapshot");
  const logs = dataFiles(files, directories.log, "log");
  // The newest log that begins at or before the snapshot may go on behind it.
  const first = logs.findLastIndex(({ zxid }) => compareZxid(zxid, oldest) <= 0);
  const useless = [
    ...snapshots.filter(({ zxid }) => compareZxid(zxid, oldest) < 0),
    ...logs.slice(0, Math.max(0, first)),
  ];
  for (const { path } of useless) {
    removeFile(files, path);
    log(`purged ${path}`);
  }
}
