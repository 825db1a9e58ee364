import { join } from "node:path";
import {
  dataFileName,
  describeDecodeError,
  hasSnapshotTail,
  SNAPSHOT_TAIL_SIZE,
  snapshotFile,
  SnapshotReader,
  type SnapshotSink,
  type SnapshotSource,
} from "#codec";
import type { Zxid } from "#state-machine";
import { dataFiles, type Directories } from "./directories.js";
import { writeBetweenTurns } from "./durable-file.js";
import {
  attempt,
  piecesOf,
  readPiece,
  removeFile,
  syncDirectoryAside,
  withFile,
  type Files,
} from "./files.js";

/** What a snapshot is read into; `error` says why what it was given is no tree. */
export type Loader = SnapshotSink & { readonly error: string | null };

/** The name of a file that is being written aside: nobody takes it for what it will be. */
export function asideName(name: string): string {
  return `new.${name}`;
}

/** The chunks of a snapshot file named `zxid`. */
export function snapshotChunks(source: SnapshotSource, zxid: Zxid): Iterable<Uint8Array> {
  return snapshotFile(source, { digest: null, lastZxid: zxid });
}

/** Whether a file may be a whole snapshot, by its size and its last bytes. */
function looksWhole(files: Files, path: string): boolean {
  const { size } = files.statSync(path);
  const from = Math.max(0, size - SNAPSHOT_TAIL_SIZE);
  const tail = withFile(files, path, "r", (fd) => readPiece(files, fd, from, SNAPSHOT_TAIL_SIZE));
  return hasSnapshotTail(size, tail);
}

/** Reads one snapshot file into a loader; the reason when it is not whole. */
function read(files: Files, path: string, loader: Loader, maxField: number): string | null {
  if (!looksWhole(files, path)) return "its end is missing";
  const reader = new SnapshotReader("file", loader, maxField);
  withFile(files, path, "r", (fd) => {
    for (const piece of piecesOf(files, path, fd)) {
      reader.push(piece);
      if (reader.error !== null) return;
    }
  });
  reader.finish();
  return reader.error === null ? loader.error : describeDecodeError(reader.error);
}

/** The newest whole snapshot, if there is one, and the newest of those that are not. */
export interface Loaded<S> {
  readonly found: { readonly zxid: Zxid; readonly tree: S } | null;
  /** The newest snapshot that was begun and is not whole; null when there is none. */
  readonly skipped: { readonly path: string; readonly zxid: Zxid } | null;
}

/** Loads the newest whole snapshot into a fresh tree. */
export function loadNewest<S extends Loader>(
  { files, data }: Directories,
  newTree: () => S,
  maxField: number,
  log: (line: string) => void,
): Loaded<S> {
  let skipped: Loaded<S>["skipped"] = null;
  for (const { path, zxid } of dataFiles(files, data, "snapshot").reverse()) {
    const tree = newTree();
    const fault = read(files, path, tree, maxField);
    if (fault === null) return { found: { zxid, tree }, skipped };
    log(`${path} skipped: ${fault}`);
    // An empty file is one that a killed server had not begun to write.
    if (files.statSync(path).size > 0) skipped ??= { path, zxid };
  }
  return { found: null, skipped };
}

/** The `count` newest snapshots that may be whole, newest first. */
export function newestWhole(files: Files, directory: string, count: number): Zxid[] {
  const zxids: Zxid[] = [];
  for (const { path, zxid } of dataFiles(files, directory, "snapshot").reverse()) {
    if (zxids.length < count && looksWhole(files, path)) zxids.push(zxid);
  }
  return zxids;
}

/** A fuzzy snapshot that is being written. */
export interface Snapshotting {
  /** Gives it up; resolves when nothing of it is left. */
  cancel(): Promise<void>;
}

/**
 * Writes a snapshot between turns; a crash leaves only a name nobody looks at. `done`
 * is told why there is none, or null when there is one; nothing when it was cancelled.
 */
export function writeSnapshot(
  { files, data }: Directories,
  zxid: Zxid,
  source: SnapshotSource,
  done: (error: Error | null) => void,
): Snapshotting {
  const name = dataFileName("snapshot", zxid);
  const temporary = join(data, asideName(name));
  let wanted = true;
  const write = async (): Promise<Error | null> => {
    try {
      const chunks = snapshotChunks(source, zxid);
      if (await writeBetweenTurns(files, temporary, chunks, () => wanted)) {
        files.renameSync(temporary, join(data, name));
        await new Promise<void>((resolve, reject) => {
          const settled = (error: Error | null) => (error === null ? resolve() : reject(error));
          syncDirectoryAside(files, data, settled);
        });
      } else removeFile(files, temporary);
      return null;
    } catch (error) {
      // A disk that is full gets its room back; what cannot be removed now, a restart removes.
      attempt(() => removeFile(files, temporary));
      return error as Error;
    }
  };
  const over = write().then((error) => {
    if (wanted) done(error);
  });
  return {
    cancel: () => {
      wanted = false;
      return over;
    },
  };
}
