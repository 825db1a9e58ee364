import { dataFileName, snapshotFile, type SnapshotSink, type SnapshotSource } from "#codec";
import { join } from "node:path";
import type { LogEntry } from "#runtime";
import { Zero, type Zxid } from "#state-machine";
import { dataFiles, type Directories } from "./directories.js";
import { writeDurably } from "./durable-file.js";
import { readEpoch, writeEpoch } from "./epoch-files.js";
import { readLogs } from "./read-log.js";
import { finishReplacement } from "./replacement.js";
import { loadNewest } from "./snapshots.js";
import { StoreError } from "./store-error.js";

/** What a server finds on its disk. */
export interface Found<S> {
  /** The zxid of the snapshot's name; Zero for an empty tree. */
  readonly snapshot: Zxid;
  /** What the snapshot was read into. */
  readonly tree: S;
  /** The log entries after it, in order. */
  readonly entries: readonly LogEntry[];
  readonly acceptedEpoch: number;
  readonly currentEpoch: number;
}

export interface RecoverOptions<S> {
  readonly directories: Directories;
  newTree(): S;
  /** An empty tree as it is written when a server starts for the first time. */
  emptySource(): SnapshotSource;
  readonly maxBody: number;
  log(line: string): void;
}

/**
 * Process start: the newest whole snapshot, the log after it, the epoch files. A replacement that
 * was decided is finished, a torn tail is cut. A pure function of the files' content.
 */
export function recover<S extends SnapshotSink>(options: RecoverOptions<S>): Found<S> {
  const { directories, newTree, maxBody, log } = options;
  finishReplacement(directories, maxBody);
  const loaded = loadNewest(directories.data, newTree, maxBody, log);
  if (loaded === null) beginEmpty(options);
  const snapshot = loaded?.zxid ?? Zero;
  const entries = readLogs(directories.log, snapshot, maxBody, log);
  const last = entries.at(-1)?.zxid ?? snapshot;
  const tree = loaded?.sink ?? newTree();
  return { snapshot, tree, entries, ...epochs(directories, last.epoch) };
}

/** Without any snapshot there must be no log either: then this is a first start. */
function beginEmpty<S>({ directories, emptySource }: RecoverOptions<S>): void {
  const [first] = dataFiles(directories.log, "log");
  if (first !== undefined) {
    throw new StoreError(
      `${first.path} is there, but no whole snapshot in ${directories.data}: ` +
        "restore a snapshot from a copy, or let this server start over in an empty dataDir",
    );
  }
  const path = join(directories.data, dataFileName("snapshot", Zero));
  writeDurably(path, snapshotFile(emptySource(), { digest: null, lastZxid: Zero }));
}

function epochs({ data }: Directories, ofLog: number) {
  const accepted = readEpoch(data, "acceptedEpoch");
  const current = readEpoch(data, "currentEpoch");
  const currentEpoch = current ?? ofLog;
  const acceptedEpoch = accepted ?? currentEpoch;
  if (currentEpoch > acceptedEpoch) {
    throw new StoreError(
      `${join(data, "currentEpoch")}: ${currentEpoch} found, at most ${acceptedEpoch} wanted ` +
        "(acceptedEpoch): restore both files from a copy, or start over in an empty dataDir",
    );
  }
  if (accepted === null) writeEpoch(data, "acceptedEpoch", acceptedEpoch);
  if (current === null) writeEpoch(data, "currentEpoch", currentEpoch);
  return { acceptedEpoch, currentEpoch };
}
