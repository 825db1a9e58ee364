/**
 * Replacing the log (and the tree) as one operation: everything new is written aside, one rename
 * of a small journal decides, and from then on, crash or not, the rest is done until it is done.
 */
import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import {
  appendEntry,
  appendLogHeader,
  dataFileName,
  snapshotFile,
  Writer,
  zxidFromHex,
  zxidToHex,
} from "#codec";
import type { DiskRequest, LogEntry, Timers } from "#runtime";
import { compareZxid, type Zxid } from "#state-machine";
import { dataFiles, removeFile, syncDirectory, type Directories } from "./directories.js";
import { writeAll, writeDurably } from "./durable-file.js";
import { cutLogs } from "./read-log.js";
import { unfinished } from "./snapshots.js";
import { StoreError } from "./store-error.js";

export type ReplaceRequest = Extract<DiskRequest, { readonly kind: "truncate" | "install" }>;

/** What the journal says: cut behind, or begin with the snapshot of, `zxid`; then add a log. */
interface Journal {
  readonly kind: ReplaceRequest["kind"];
  readonly zxid: Zxid;
  /** The first txn of the log that was written aside; null when there is none. */
  readonly log: Zxid | null;
}

function journalPath({ data }: Directories): string {
  return join(data, "replace");
}

function aside({ log }: Directories, first: Zxid): string {
  return join(log, `new.${dataFileName("log", first)}`);
}

/** Carries a replacement out, in slices between turns; when this resolves it is durable. */
export async function replace(
  directories: Directories,
  request: ReplaceRequest,
  maxBody: number,
  timers: Timers,
): Promise<void> {
  const zxid = request.kind === "install" ? request.at : request.to;
  if (request.kind === "install") {
    const chunks = snapshotFile(request.snapshot, { digest: null, lastZxid: zxid });
    await writeAside(unfinished(directories.data, zxid), chunks, timers);
  }
  const first = request.entries[0]?.zxid ?? null;
  if (first !== null) {
    await writeAside(aside(directories, first), logChunks(request.entries), timers);
  }
  syncBoth(directories);
  const log = first === null ? "-" : zxidToHex(first);
  const text = `${request.kind} ${zxidToHex(zxid)} ${log}\n`;
  writeDurably(journalPath(directories), [Buffer.from(text, "latin1")]);
  carryOut(directories, { kind: request.kind, zxid, log: first }, maxBody);
}

/** After a crash: finishes a replacement that was decided, and forgets one that was not. */
export function finishReplacement(directories: Directories, maxBody: number): void {
  const journal = readJournal(directories);
  if (journal !== null) carryOut(directories, journal, maxBody);
  for (const directory of new Set([directories.data, directories.log])) {
    for (const name of readdirSync(directory)) {
      if (name.startsWith("new.") || name === "replace.tmp") removeFile(join(directory, name));
    }
  }
}

function readJournal(directories: Directories): Journal | null {
  const path = journalPath(directories);
  let text: string;
  try {
    text = readFileSync(path, "latin1");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  const [kind, at = "", first = ""] = text.trim().split(" ");
  const zxid = zxidFromHex(at);
  const log = first === "-" ? null : zxidFromHex(first);
  if ((kind !== "truncate" && kind !== "install") || zxid === null) {
    throw new StoreError(`${path}: "${text.trim()}" is no replacement this server ever decided`);
  }
  return { kind, zxid, log };
}

/** Every part may have been done already. */
function carryOut(directories: Directories, { kind, zxid, log }: Journal, maxBody: number): void {
  if (kind === "truncate") cutLogs(directories.log, zxid, maxBody);
  else {
    for (const { path, zxid: first } of dataFiles(directories.log, "log")) {
      const isNew = log !== null && compareZxid(first, log) === 0;
      if (!isNew || exists(aside(directories, first))) removeFile(path);
    }
  }
  for (const { path, zxid: at } of dataFiles(directories.data, "snapshot")) {
    if (compareZxid(at, zxid) > 0) removeFile(path);
  }
  if (kind === "install") {
    const name = join(directories.data, dataFileName("snapshot", zxid));
    renameIfThere(unfinished(directories.data, zxid), name);
  }
  if (log !== null) {
    renameIfThere(aside(directories, log), join(directories.log, dataFileName("log", log)));
  }
  syncBoth(directories);
  removeFile(journalPath(directories));
  syncBoth(directories);
}

function exists(path: string): boolean {
  try {
    closeSync(openSync(path, "r"));
    return true;
  } catch {
    return false;
  }
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

function syncBoth({ data, log }: Directories): void {
  syncDirectory(data);
  if (log !== data) syncDirectory(log);
}

/** Milliseconds that one slice of writing may take. */
const SLICE = 4;

async function writeAside(
  path: string,
  chunks: Iterable<Uint8Array>,
  timers: Timers,
): Promise<void> {
  const fd = openSync(path, "w");
  try {
    let until = timers.now() + SLICE;
    for (const chunk of chunks) {
      writeAll(fd, chunk);
      if (timers.now() < until) continue;
      await new Promise<void>((resolve) => timers.nextTurn(resolve));
      until = timers.now() + SLICE;
    }
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function* logChunks(entries: readonly LogEntry[]): Generator<Uint8Array> {
  const out = new Writer();
  appendLogHeader(out);
  for (const { body } of entries) {
    appendEntry(out, body);
    yield out.finish();
  }
}
