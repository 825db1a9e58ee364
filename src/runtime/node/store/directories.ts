import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  statSync,
  unlinkSync,
} from "node:fs";
import { join } from "node:path";
import { parseDataFileName, type DataFileKind } from "#codec";
import { compareZxid, type Zxid } from "#state-machine";

/** The two `version-2` directories of a server; they may be one and the same. */
export interface Directories {
  /** Snapshots and epoch files. */
  readonly data: string;
  /** Transaction logs. */
  readonly log: string;
}

/** A log or snapshot by its name. */
export interface DataFile {
  readonly path: string;
  readonly zxid: Zxid;
}

/** Makes the `version-2` directories below the configured ones, if they are not there. */
export function openDirectories(dataDir: string, dataLogDir: string): Directories {
  const directories = { data: join(dataDir, "version-2"), log: join(dataLogDir, "version-2") };
  for (const path of new Set(Object.values(directories))) mkdirSync(path, { recursive: true });
  return directories;
}

/** The files of one kind, oldest first. Whatever has another name is left alone. */
export function dataFiles(directory: string, kind: DataFileKind): DataFile[] {
  const found: DataFile[] = [];
  for (const name of readdirSync(directory)) {
    const parsed = parseDataFileName(name);
    if (parsed === null || parsed.kind !== kind || parsed.suffix !== null) continue;
    found.push({ path: join(directory, name), zxid: parsed.zxid });
  }
  return found.sort((a, b) => compareZxid(a.zxid, b.zxid));
}

/** Makes names that were created, renamed or removed in a directory survive a power cut. */
export function syncDirectory(directory: string): void {
  const fd = openSync(directory, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Bytes of all files of a directory. */
export function directorySize(directory: string): number {
  let sum = 0;
  for (const name of readdirSync(directory)) {
    sum += statSync(join(directory, name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return sum;
}

/** Removes a file that may be gone already. */
export function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
