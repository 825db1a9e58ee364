import * as fs from "node:fs";
import { makeDirectory } from "../make-directory.js";

/**
 * What the store asks of a file system. Node's own is used everywhere but in tests, which put one
 * in its place that fails, is slow, or forgets what was not synced.
 */
export interface Files {
  openSync(path: string, flags: string): number;
  closeSync(fd: number): void;
  /** Returns how many bytes it read: 0 at the end of the file. */
  readSync(
    fd: number,
    into: Uint8Array,
    offset: number,
    length: number,
    position: number | null,
  ): number;
  /** Returns how many bytes it took, which may be fewer than there are. */
  writeSync(
    fd: number,
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number | null,
  ): number;
  /** The same off the turn; `bytes` are left alone until it is done. */
  write(
    fd: number,
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: null,
    done: (error: Error | null, count: number) => void,
  ): void;
  fsyncSync(fd: number): void;
  fsync(fd: number, done: (error: Error | null) => void): void;
  fdatasync(fd: number, done: (error: Error | null) => void): void;
  ftruncateSync(fd: number, size: number): void;
  statSync(path: string): { readonly size: number };
  renameSync(from: string, to: string): void;
  unlinkSync(path: string): void;
  readdirSync(path: string): string[];
  /** Makes those above it too. */
  makeDirectory(path: string): void;
}

export const nodeFiles: Files = { ...fs, makeDirectory };

/** Calls `work`; null when the file it is about is not there. */
export function ifThere<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Does what may fail without harm. */
export function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // Whoever attempts has a second way.
  }
}

/** Opens a file, whatever happens closes it again. */
export function withFile<T>(files: Files, path: string, flags: string, work: (fd: number) => T): T {
  const fd = files.openSync(path, flags);
  try {
    return work(fd);
  } finally {
    files.closeSync(fd);
  }
}

export function exists(files: Files, path: string): boolean {
  return ifThere(() => files.statSync(path)) !== null;
}

/** Removes a file that may be gone already. */
export function removeFile(files: Files, path: string): void {
  ifThere(() => files.unlinkSync(path));
}

/** Writes all of `bytes`, however many calls that takes; without `position` behind the last. */
export function writeAll(
  files: Files,
  fd: number,
  bytes: Uint8Array,
  position: number | null = null,
): void {
  let done = 0;
  while (done < bytes.length) {
    const at = position === null ? null : position + done;
    done += files.writeSync(fd, bytes, done, bytes.length - done, at);
  }
}

/** Up to `length` bytes from `position` on; fewer only where the file ends. */
export function readPiece(files: Files, fd: number, position: number, length: number): Buffer {
  const piece = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const count = files.readSync(fd, piece, done, length - done, position + done);
    if (count === 0) break;
    done += count;
  }
  return piece.subarray(0, done);
}

/** Bytes read at a time. */
const CHUNK = 1024 * 1024;

/** The content of a file in pieces, each of which the reader may keep. */
export function* piecesOf(files: Files, path: string, fd: number): Generator<Buffer, void> {
  const { size } = files.statSync(path);
  for (let at = 0; at < size; at += CHUNK) {
    yield readPiece(files, fd, at, Math.min(CHUNK, size - at));
  }
}

/** Makes names that were created, renamed or removed in a directory survive a power cut. */
export function syncDirectory(files: Files, path: string): void {
  withFile(files, path, "r", (fd) => files.fsyncSync(fd));
}

/** The same without holding up the turn: a directory may take long while its files are written. */
export function syncDirectoryAside(
  files: Files,
  path: string,
  done: (error: Error | null) => void,
): void {
  const fd = files.openSync(path, "r");
  files.fsync(fd, (error) => {
    attempt(() => files.closeSync(fd));
    done(error);
  });
}
