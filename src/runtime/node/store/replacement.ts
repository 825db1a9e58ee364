/**
 * Replacing the log (and the tree) as one operation: everything new is written aside, one rename
 * of a small journal decides, and from then on, crash or not, the rest is done until it is done.
 */
import { join } from "node:path";
import {
  appendEntry,
  appendLogHeader,
  dataFileName,
  parseDataFileName,
  Writer,
  zxidFromHex,
  zxidToHex,
} from "#codec";
import type { DiskRequest, LogEntry } from "#runtime";
import { compareZxid, type Zxid } from "#state-machine";
import { both, dataFiles, syncBoth, type Directories } from "./directories.js";
import { writeDurably, writeBetweenTurns } from "./durable-file.js";
import { exists, ifThere, readPiece, removeFile, withFile } from "./files.js";
import { cutLogs } from "./read-log.js";
import { asideName, snapshotChunks } from "./snapshots.js";
import { StoreError } from "./store-error.js";

export type ReplaceRequest = Extract<DiskRequest, { readonly kind: "truncate" | "install" }>;

/** What the journal says: cut behind, or begin with the snapshot of, `zxid`; then add a log. */
interface Journal {
  readonly kind: ReplaceRequest["kind"];
  readonly zxid: Zxid;
  /** The first txn of the log that was written aside; null when there is none. */
  readonly log: Zxid | null;
}

/** Bytes of log that are written aside at a time. */
const CHUNK = 256 * 1024;

const JOURNAL = "replace";

/** More than the longest journal, bytes. */
const JOURNAL_SIZE = 64;

function asideLog({ log }: Directories, first: Zxid): string {
  return join(log, asideName(dataFileName("log", first)));
}

function asideSnapshot({ data }: Directories, zxid: Zxid): string {
  return join(data, asideName(dataFileName("snapshot", zxid)));
}

/** Carries a replacement out, between turns; when this resolves it is durable. */
export async function replace(
  directories: Directories,
  request: ReplaceRequest,
  maxBody: number,
): Promise<void> {
  const { files, data } = directories;
  const { kind, entries } = request;
  const zxid = kind === "install" ? request.at : request.to;
  if (kind === "truncate") refuseRootless(directories, zxid);
  else {
    const chunks = snapshotChunks(request.snapshot, zxid);
    await writeBetweenTurns(files, asideSnapshot(directories, zxid), chunks);
  }
  const log = entries[0]?.zxid ?? null;
  if (log !== null) {
    await writeBetweenTurns(files, asideLog(directories, log), logChunks(entries));
  }
  // The names of what was written aside must be durable before the journal speaks of them.
  syncBoth(directories);
  const text = `${kind} ${zxidToHex(zxid)} ${log === null ? "-" : zxidToHex(log)}\n`;
  writeDurably(files, join(data, JOURNAL), [Buffer.from(text, "latin1")]);
  carryOut(directories, { kind, zxid, log }, maxBody);
}

/** A log that no snapshot leads to is worth nothing: what is cut away must lie behind one. */
function refuseRootless({ files, data }: Directories, to: Zxid): void {
  if (dataFiles(files, data, "snapshot").some(({ zxid }) => compareZxid(zxid, to) <= 0)) return;
  throw new StoreError(`the log cannot be cut at 0x${zxidToHex(to)}: every snapshot is newer`);
}

function* logChunks(entries: readonly LogEntry[]): Generator<Uint8Array> {
  const out = new Writer(2 * CHUNK);
  appendLogHeader(out);
  for (const { body } of entries) {
    appendEntry(out, body);
    if (out.length >= CHUNK) yield out.finish();
  }
  yield out.finish();
}

/** After a crash: finishes a replacement that was decided. */
export function finishReplacement(directories: Directories, maxBody: number): void {
  const journal = readJournal(directories);
  if (journal !== null) carryOut(directories, journal, maxBody);
}

/** After a crash: removes what was written aside and never got its name. */
export function removeLeftovers(directories: Directories): void {
  const { files } = directories;
  for (const directory of both(directories)) {
    for (const name of files.readdirSync(directory)) {
      if (isLeftover(name)) removeFile(files, join(directory, name));
    }
  }
}

function isLeftover(name: string): boolean {
  if (/^(replace|acceptedEpoch|currentEpoch|snapshot\.0)\.tmp$/.test(name)) return true;
  const prefix = asideName("");
  return name.startsWith(prefix) && parseDataFileName(name.slice(prefix.length)) !== null;
}

function readJournal({ files, data }: Directories): Journal | null {
  const path = join(data, JOURNAL);
  const read = () => withFile(files, path, "r", (fd) => readPiece(files, fd, 0, JOURNAL_SIZE));
  const text = ifThere(read)?.toString("latin1");
  if (text === undefined) return null;
  const [, kind, at = "", first = ""] = /^(truncate|install) (\S+) (\S+)\n$/.exec(text) ?? [];
  const zxid = zxidFromHex(at);
  const log = zxidFromHex(first);
  if (
    (kind !== "truncate" && kind !== "install") ||
    zxid === null ||
    (log === null && first !== "-")
  ) {
    throw new StoreError(
      `${path}: ${JSON.stringify(text)} is nothing this server ever decided: ` +
        "let it start over in an empty dataDir",
    );
  }
  return { kind, zxid, log };
}

/**
 * Every part may have been done already, and a log may be in place that nothing may be cut from:
 * it is there if the one written aside is gone, for it gets its name when the cutting is durable.
 */
function carryOut(directories: Directories, journal: Journal, maxBody: number): void {
  const { files, data } = directories;
  const { kind, zxid, log } = journal;
  if (log === null || exists(files, asideLog(directories, log))) {
    if (kind === "truncate") cutLogs(directories, zxid, maxBody);
    else for (const { path } of dataFiles(files, directories.log, "log")) removeFile(files, path);
    syncBoth(directories);
  }
  removeSnapshots(directories, journal);
  if (kind === "install") {
    const name = join(data, dataFileName("snapshot", zxid));
    ifThere(() => files.renameSync(asideSnapshot(directories, zxid), name));
  }
  if (log !== null) {
    const name = join(directories.log, dataFileName("log", log));
    ifThere(() => files.renameSync(asideLog(directories, log), name));
  }
  syncBoth(directories);
  removeFile(files, join(data, JOURNAL));
  syncBoth(directories);
}

/** Snapshots that the new log does not go on from: after an install that is every other one. */
function removeSnapshots({ files, data }: Directories, { kind, zxid }: Journal): void {
  for (const { path, zxid: at } of dataFiles(files, data, "snapshot")) {
    const order = compareZxid(at, zxid);
    if (kind === "install" ? order !== 0 : order > 0) removeFile(files, path);
  }
}
