import { closeSync, fstatSync, fsync, openSync, readSync, renameSync } from "node:fs";
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
import type { Cancel, Timers } from "#runtime";
import type { Zxid } from "#state-machine";
import { dataFiles, removeFile, syncDirectory } from "./directories.js";
import { writeAll } from "./durable-file.js";

/** Bytes read at a time. */
const CHUNK = 1024 * 1024;

/** Milliseconds that one slice of a snapshot may take. */
const SLICE = 4;

/** The name of a snapshot until it is whole: nobody takes it for one. */
export function unfinished(directory: string, zxid: Zxid): string {
  return join(directory, `new.${dataFileName("snapshot", zxid)}`);
}

/** Whether a file may be a whole snapshot, by its size and its last bytes. */
function looksWhole(path: string): boolean {
  const fd = openSync(path, "r");
  try {
    const { size } = fstatSync(fd);
    const tail = Buffer.alloc(SNAPSHOT_TAIL_SIZE);
    const count = readSync(fd, tail, 0, SNAPSHOT_TAIL_SIZE, Math.max(0, size - SNAPSHOT_TAIL_SIZE));
    return hasSnapshotTail(size, tail.subarray(0, count));
  } finally {
    closeSync(fd);
  }
}

/** Reads one snapshot file into a sink; the reason when it is not whole. */
function read(path: string, sink: SnapshotSink, maxField: number): string | null {
  if (!looksWhole(path)) return "its end is missing";
  const reader = new SnapshotReader("file", sink, maxField);
  const fd = openSync(path, "r");
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafe(CHUNK);
      const count = readSync(fd, chunk, 0, CHUNK, null);
      if (count === 0) break;
      reader.push(chunk.subarray(0, count));
    }
  } finally {
    closeSync(fd);
  }
  reader.finish();
  return reader.error === null ? null : describeDecodeError(reader.error);
}

/** Loads the newest whole snapshot into a fresh sink; null when there is none. */
export function loadNewest<S extends SnapshotSink>(
  directory: string,
  newSink: () => S,
  maxField: number,
  log: (line: string) => void,
): { readonly zxid: Zxid; readonly sink: S } | null {
  for (const { path, zxid } of dataFiles(directory, "snapshot").reverse()) {
    const sink = newSink();
    const fault = read(path, sink, maxField);
    if (fault === null) return { zxid, sink };
    log(`${path} skipped: ${fault}`);
  }
  return null;
}

/** The `count` newest snapshots that may be whole, newest first. */
export function newestWhole(directory: string, count: number): Zxid[] {
  const zxids: Zxid[] = [];
  for (const { path, zxid } of dataFiles(directory, "snapshot").reverse()) {
    if (zxids.length < count && looksWhole(path)) zxids.push(zxid);
  }
  return zxids;
}

/** Writes a snapshot in slices between turns; a crash leaves only a name nobody looks at. */
export function writeSnapshot(
  directory: string,
  zxid: Zxid,
  source: SnapshotSource,
  timers: Timers,
  done: (error: Error | null) => void,
): Cancel {
  const temporary = unfinished(directory, zxid);
  const chunks = snapshotFile(source, { digest: null, lastZxid: zxid });
  const fd = openSync(temporary, "w");
  let over = false;
  const finish = (error: Error | null) => {
    if (over) return;
    over = true;
    closeSync(fd);
    if (error !== null) removeFile(temporary);
    done(error);
  };
  const slice = () => {
    if (over) return;
    try {
      const until = timers.now() + SLICE;
      while (timers.now() < until) {
        const { done: all, value } = chunks.next();
        if (all === true) return fsync(fd, (error) => (error === null ? publish() : finish(error)));
        writeAll(fd, value);
      }
      timers.nextTurn(slice);
    } catch (error) {
      finish(error as Error);
    }
  };
  const publish = () => {
    if (over) return;
    try {
      renameSync(temporary, join(directory, dataFileName("snapshot", zxid)));
      syncDirectory(directory);
      finish(null);
    } catch (error) {
      finish(error as Error);
    }
  };
  timers.nextTurn(slice);
  return () => finish(new Error("cancelled"));
}
