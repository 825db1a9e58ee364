import { join } from "node:path";
import { dataFileName, snapshotFile, zxidToHex, type SnapshotSource } from "#codec";
import type { LogEntry } from "#runtime";
import { sameZxid, Zero, type Zxid } from "#state-machine";
import { dataFiles, type Directories } from "./directories.js";
import { writeDurably } from "./durable-file.js";
import { readEpoch, writeEpoch } from "./epoch-files.js";
import { mendLogs, readLogs } from "./read-log.js";
import { finishReplacement, removeLeftovers } from "./replacement.js";
import { loadNewest, type Loaded, type Loader } from "./snapshots.js";
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

const REMEDY = "restore it from a copy, or let this server start over in an empty dataDir";

/**
 * Process start: the newest whole snapshot, the log after it, the epoch files. A replacement that
 * was decided is finished first. Then everything is read, and only when nothing stands against a
 * start are torn tails cut and leftovers removed. A pure function of the files' content.
 * @throws StoreError when the files are damaged, or do not belong together.
 */
export function recover<S extends Loader>(options: RecoverOptions<S>): Found<S> {
  const { directories, newTree, maxBody, log } = options;
  finishReplacement(directories, maxBody);
  const loaded = loadNewest(directories, newTree, maxBody, log);
  const { zxid: snapshot, tree } = loaded.found ?? { zxid: Zero, tree: newTree() };
  if (loaded.found === null) refuseRemains(directories, loaded.skipped);
  const { entries, repairs } = readLogs(directories, snapshot, maxBody);
  refuseDetour(entries, loaded.skipped);
  const epochs = readEpochs(directories, (entries.at(-1)?.zxid ?? snapshot).epoch);
  mendLogs(directories, repairs, log);
  removeLeftovers(directories);
  if (loaded.found === null) writeEmpty(options);
  const { acceptedEpoch, currentEpoch } = writeMissing(directories, epochs);
  return { snapshot, tree, entries, acceptedEpoch, currentEpoch };
}

/** Without any snapshot there must be nothing else either: then this is a first start. */
function refuseRemains(directories: Directories, skipped: Loaded<unknown>["skipped"]): void {
  const { files, data, log } = directories;
  const broken = skipped === null || sameZxid(skipped.zxid, Zero) ? undefined : skipped;
  const remains = dataFiles(files, log, "log")[0] ?? broken;
  if (remains === undefined) return;
  throw new StoreError(`${remains.path} is there, but no whole snapshot in ${data}: ${REMEDY}`);
}

/**
 * An older snapshot stands in for a damaged one only if the log leads past it: through the txn
 * the damaged one is named by. A name with counter 0 is that of no txn.
 */
function refuseDetour(entries: readonly LogEntry[], skipped: Loaded<unknown>["skipped"]): void {
  if (skipped === null || skipped.zxid.counter === 0) return;
  if (entries.some(({ zxid }) => sameZxid(zxid, skipped.zxid))) return;
  throw new StoreError(
    `${skipped.path} is damaged, and no older snapshot and log lead to ` +
      `0x${zxidToHex(skipped.zxid)}: ${REMEDY}`,
  );
}

function writeEmpty<S>({ directories, emptySource }: RecoverOptions<S>): void {
  const path = join(directories.data, dataFileName("snapshot", Zero));
  const chunks = snapshotFile(emptySource(), { digest: null, lastZxid: Zero });
  writeDurably(directories.files, path, chunks);
}

interface Epochs {
  readonly acceptedEpoch: number;
  readonly currentEpoch: number;
  /** The files that are not there. */
  readonly missing: readonly ("acceptedEpoch" | "currentEpoch")[];
}

/** A log that is ahead of currentEpoch is no fault: a crash between the two leaves it so. */
function readEpochs({ files, data }: Directories, ofLog: number): Epochs {
  const accepted = readEpoch(files, data, "acceptedEpoch");
  const current = readEpoch(files, data, "currentEpoch");
  const currentEpoch = current ?? ofLog;
  const acceptedEpoch = accepted ?? currentEpoch;
  if (currentEpoch > acceptedEpoch) {
    throw new StoreError(
      `${join(data, "currentEpoch")}: ${currentEpoch} found, at most ${acceptedEpoch} wanted ` +
        "(acceptedEpoch): restore both files from a copy, or let this server start over " +
        "in an empty dataDir",
    );
  }
  const missing: Epochs["missing"][number][] = [];
  if (accepted === null) missing.push("acceptedEpoch");
  if (current === null) missing.push("currentEpoch");
  return { acceptedEpoch, currentEpoch, missing };
}

/** The accepted epoch first: a crash in between must not leave a current one above it. */
function writeMissing({ files, data }: Directories, epochs: Epochs): Epochs {
  for (const name of epochs.missing) writeEpoch(files, data, name, epochs[name]);
  return epochs;
}
