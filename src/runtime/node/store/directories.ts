import { join } from "node:path";
import { parseDataFileName, type DataFileKind } from "#codec";
import { compareZxid, type Zxid } from "#state-machine";
import { ifThere, nodeFiles, syncDirectory, type Files } from "./files.js";
import { StoreError } from "./store-error.js";

/** The two `version-2` directories of a server; they may be one and the same. */
export interface Directories {
  readonly files: Files;
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

/**
 * Makes the `version-2` directories below the configured ones, if they are not there.
 * @throws StoreError when the two hold each other's files: then they were likely swapped.
 */
export function openDirectories(
  dataDir: string,
  dataLogDir: string,
  files: Files = nodeFiles,
): Directories {
  const data = join(dataDir, "version-2");
  const log = join(dataLogDir, "version-2");
  const directories = { files, data, log };
  for (const path of both(directories)) files.makeDirectory(path);
  if (data !== log) {
    refuseStrangers(files, data, "log");
    refuseStrangers(files, log, "snapshot");
  }
  return directories;
}

function refuseStrangers(files: Files, directory: string, kind: DataFileKind): void {
  const [stranger] = dataFiles(files, directory, kind);
  if (stranger === undefined) return;
  const home = kind === "log" ? "dataLogDir" : "dataDir";
  throw new StoreError(
    `${stranger.path} belongs into ${home}: check whether dataDir and dataLogDir are swapped, ` +
      "else move the file there",
  );
}

/** Each directory once. */
export function both({ data, log }: Directories): readonly string[] {
  return data === log ? [data] : [data, log];
}

export function syncBoth(directories: Directories): void {
  for (const path of both(directories)) syncDirectory(directories.files, path);
}

/** The files of one kind, oldest first. Whatever has another name is left alone. */
export function dataFiles(files: Files, directory: string, kind: DataFileKind): DataFile[] {
  const found: DataFile[] = [];
  for (const name of files.readdirSync(directory)) {
    const parsed = parseDataFileName(name);
    if (parsed === null || parsed.kind !== kind || parsed.suffix !== null) continue;
    found.push({ path: join(directory, name), zxid: parsed.zxid });
  }
  return found.sort((a, b) => compareZxid(a.zxid, b.zxid));
}

/** Bytes of all files of a directory. */
export function directorySize(files: Files, directory: string): number {
  let sum = 0;
  for (const name of files.readdirSync(directory)) {
    sum += ifThere(() => files.statSync(join(directory, name)))?.size ?? 0;
  }
  return sum;
}
