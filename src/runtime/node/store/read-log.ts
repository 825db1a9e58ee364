import { ENTRY_OVERHEAD, FILE_HEADER_SIZE, LogScanner, peekTxnZxid, zxidToHex } from "#codec";
import type { LogEntry } from "#runtime";
import { compareZxid, type Zxid } from "#state-machine";
import { dataFiles, type DataFile, type Directories } from "./directories.js";
import { cutDurably } from "./durable-file.js";
import { piecesOf, readPiece, removeFile, withFile, type Files } from "./files.js";
import { StoreError } from "./store-error.js";
import { isTorn, type Tail } from "./torn-tail.js";

/** A txn, and where its entry stands in the file. The body is a view of a large buffer. */
interface Found extends LogEntry {
  readonly offset: number;
  readonly end: number;
}

/** A log file that a crash left longer than it should be. */
interface Repair {
  readonly path: string;
  /** What to keep of it, bytes; null when there is nothing to keep. */
  readonly size: number | null;
  /** What to say about it; null when it is not worth a word. */
  readonly say: string | null;
}

/** The log as it was found, and what to mend before anything is added to it. */
export interface FoundLog {
  readonly entries: readonly LogEntry[];
  readonly repairs: readonly Repair[];
}

function damaged(path: string, offset: number, reason: string): StoreError {
  return new StoreError(
    `${path}, byte ${offset}: ${reason}: the log is damaged here; ` +
      "restore the file from a copy, or let this server start over in an empty dataDir",
  );
}

/** Reads one log file; `each` sees its entries in order. */
function scan(files: Files, path: string, maxBody: number, each: (found: Found) => void): Tail {
  const scanner = new LogScanner(maxBody);
  return withFile(files, path, "r", (fd) => {
    for (const piece of piecesOf(files, path, fd)) {
      scanner.push(piece);
      for (let entry = scanner.next(); entry !== null; entry = scanner.next()) {
        const { body, offset, end } = entry;
        const zxid = peekTxnZxid(body);
        if (zxid === null) throw damaged(path, offset, "an entry too short for a txn");
        each({ zxid, body, offset, end });
      }
      if (scanner.end !== null && scanner.followed) break;
    }
    const end = scanner.finish();
    const left = files.statSync(path).size - end.offset;
    const bytes = readPiece(files, fd, end.offset, Math.min(left, maxBody + ENTRY_OVERHEAD));
    return { end, followed: scanner.followed, bytes };
  });
}

/** What a crash can leave at the end of a file is to be cut; anything else stops the start. */
function repair({ path }: DataFile, newest: boolean, tail: Tail, maxBody: number): Repair | null {
  const { end, followed, bytes } = tail;
  const { kind, offset, reason } = end;
  if (newest && (kind === "header" || isBlank(tail))) {
    return { path, size: null, say: `${path} removed: nothing was ever logged in it` };
  }
  if (kind === "clean" && !followed) {
    if (offset === FILE_HEADER_SIZE) return { path, size: null, say: null };
    return bytes.length === 0 ? null : { path, size: offset, say: null };
  }
  if (!isTorn(tail, maxBody)) {
    throw damaged(path, offset, kind === "clean" ? "zeros in front of something else" : reason);
  }
  const size = offset === FILE_HEADER_SIZE ? null : offset;
  return { path, size, say: `${path} cut at byte ${offset}: ${reason}, as a crash leaves it` };
}

/** A file that got its size and lost power before its header was durable. */
function isBlank({ end, followed, bytes }: Tail): boolean {
  if (end.kind !== "magic" || followed) return false;
  return bytes.subarray(0, FILE_HEADER_SIZE).every((byte) => byte === 0);
}

/** Whether `next` can follow `last` in a log: an epoch has no gaps and begins with 1. */
function follows(next: Zxid, last: Zxid): boolean {
  return next.counter === (next.epoch === last.epoch ? last.counter + 1 : 1);
}

/**
 * The entries after `from`, of all log files that may hold some, oldest first. Changes nothing.
 * @throws StoreError when the log is damaged, or does not go on from `from` without a gap.
 */
export function readLogs({ files, log }: Directories, from: Zxid, maxBody: number): FoundLog {
  const all = dataFiles(files, log, "log");
  const first = all.findLastIndex((file) => compareZxid(file.zxid, from) <= 0);
  const relevant = all.slice(Math.max(0, first));
  const entries: LogEntry[] = [];
  const repairs: Repair[] = [];
  let last = from;
  for (const [k, file] of relevant.entries()) {
    const tail = scan(files, file.path, maxBody, ({ zxid, body, offset }) => {
      if (compareZxid(zxid, last) <= 0) return;
      if (!follows(zxid, last)) {
        const gap = `txn 0x${zxidToHex(zxid)} behind 0x${zxidToHex(last)}, txns are missing`;
        throw damaged(file.path, offset, gap);
      }
      entries.push({ zxid, body: Buffer.from(body) });
      last = zxid;
    });
    const mend = repair(file, k === relevant.length - 1, tail, maxBody);
    if (mend !== null) repairs.push(mend);
  }
  return { entries, repairs };
}

/** Mends the files, for good. */
export function mendLogs(
  { files }: Directories,
  repairs: readonly Repair[],
  log: (line: string) => void,
): void {
  for (const { path, size, say } of repairs) {
    if (size === null) removeFile(files, path);
    else cutDurably(files, path, size);
    if (say !== null) log(say);
  }
}

/** Cuts the log behind `to`: later entries go, whichever file they are in. Idempotent. */
export function cutLogs({ files, log }: Directories, to: Zxid, maxBody: number): void {
  for (const { path, zxid: first } of dataFiles(files, log, "log").reverse()) {
    if (compareZxid(first, to) > 0) {
      removeFile(files, path);
      continue;
    }
    let keep = FILE_HEADER_SIZE;
    let beyond = false;
    scan(files, path, maxBody, ({ zxid, end }) => {
      if (compareZxid(zxid, to) <= 0) keep = end;
      else beyond = true;
    });
    if (beyond) cutDurably(files, path, keep);
    return;
  }
}
