import { closeSync, openSync, readSync, truncateSync } from "node:fs";
import { LogScanner, peekTxnZxid, type LogEnd } from "#codec";
import type { LogEntry } from "#runtime";
import { compareZxid, type Zxid } from "#state-machine";
import { dataFiles, removeFile, type DataFile } from "./directories.js";
import { StoreError } from "./store-error.js";

/** Bytes read at a time. */
const CHUNK = 1024 * 1024;

/** A txn, and where its entry ends in the file. */
interface Found extends LogEntry {
  readonly end: number;
}

/** Reads one log file; `each` sees its entries in order. */
function scan(path: string, maxBody: number, each: (found: Found) => void): LogScanner {
  const scanner = new LogScanner(maxBody);
  const fd = openSync(path, "r");
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafe(CHUNK);
      const count = readSync(fd, chunk, 0, CHUNK, null);
      if (count === 0) break;
      scanner.push(chunk.subarray(0, count));
      for (let entry = scanner.next(); entry !== null; entry = scanner.next()) {
        const zxid = peekTxnZxid(entry.body);
        if (zxid !== null) each({ zxid, body: entry.body, end: entry.end });
      }
      if (scanner.end !== null && scanner.followed) break;
    }
  } finally {
    closeSync(fd);
  }
  scanner.finish();
  return scanner;
}

/** What a crash can leave at the end of a file is cut; anything else is damage and stops the start. */
function mend(
  file: DataFile,
  newest: boolean,
  scanner: LogScanner,
  log: (line: string) => void,
): void {
  const end = scanner.end as LogEnd;
  if (end.kind === "clean") return;
  if (end.kind === "header" && newest) {
    removeFile(file.path);
    return log(`${file.path} removed: it ends within its header, nothing was ever logged in it`);
  }
  const torn = end.kind === "torn" || end.kind === "trailer" || end.kind === "checksum";
  if (!torn || scanner.followed) {
    throw new StoreError(
      `${file.path}, byte ${end.offset}: ${end.reason}: the log is damaged here; ` +
        "restore the file from a copy, or let this server start over in an empty dataDir",
    );
  }
  truncateSync(file.path, end.offset);
  log(`${file.path} cut at byte ${end.offset}: ${end.reason}, as a crash leaves it`);
}

/**
 * The entries after `from`, of all log files that may hold some, oldest first. Torn tails are cut
 * in the files themselves. An entry that does not go on from the one before it is left out.
 */
export function readLogs(
  directory: string,
  from: Zxid,
  maxBody: number,
  log: (line: string) => void,
): LogEntry[] {
  const files = dataFiles(directory, "log");
  const first = files.findLastIndex((file) => compareZxid(file.zxid, from) <= 0);
  const entries: LogEntry[] = [];
  let last = from;
  for (const [k, file] of files.entries()) {
    if (k < first) continue;
    const scanner = scan(file.path, maxBody, ({ zxid, body }) => {
      if (compareZxid(zxid, last) <= 0) return;
      entries.push({ zxid, body });
      last = zxid;
    });
    mend(file, k === files.length - 1, scanner, log);
  }
  return entries;
}

/** Cuts the log behind `to`: later entries go, whichever file they are in. Idempotent. */
export function cutLogs(directory: string, to: Zxid, maxBody: number): void {
  for (const file of dataFiles(directory, "log").reverse()) {
    if (compareZxid(file.zxid, to) > 0) {
      removeFile(file.path);
      continue;
    }
    let keep = 0;
    let beyond = false;
    scan(file.path, maxBody, ({ zxid, end }) => {
      if (compareZxid(zxid, to) <= 0) keep = end;
      else beyond = true;
    });
    if (beyond) truncateSync(file.path, keep);
    return;
  }
}
