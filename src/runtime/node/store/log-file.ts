import { closeSync, fdatasync, fstatSync, ftruncateSync, openSync } from "node:fs";
import { join } from "node:path";
import { appendLogHeader, dataFileName, Writer } from "#codec";
import type { Zxid } from "#state-machine";
import { syncDirectory } from "./directories.js";
import { writeAll } from "./durable-file.js";

/** Files grow by this many bytes at a time, so that most syncs have no new size to write down. */
const PREALLOCATION = 64 * 1024 * 1024;

/** The file grows when fewer than this many bytes of it are left. */
const MARGIN = 4096;

/** A transaction log being written: only ever appended to, and never one of an earlier process. */
export class LogFile {
  readonly path: string;
  readonly #fd: number;
  #position = 0;
  #size = 0;

  /** Opens `log.<zxid>` for the txn that comes first in it. */
  constructor(directory: string, first: Zxid) {
    this.path = join(directory, dataFileName("log", first));
    this.#fd = openSync(this.path, "w");
    const header = new Writer(64);
    appendLogHeader(header);
    this.write(header.finish());
    syncDirectory(directory);
  }

  /** Hands bytes to the operating system, behind what was written before. */
  write(bytes: Uint8Array): void {
    this.#grow(this.#position + bytes.length);
    writeAll(this.#fd, bytes, this.#position);
    this.#position += bytes.length;
  }

  /** Calls back once everything written is durable. */
  sync(done: (error: Error | null) => void): void {
    fdatasync(this.#fd, done);
  }

  /** Gives back the room that was not used. */
  close(): void {
    if (fstatSync(this.#fd).size > this.#position) ftruncateSync(this.#fd, this.#position);
    closeSync(this.#fd);
  }

  #grow(end: number): void {
    if (end + MARGIN < this.#size) return;
    while (this.#size <= end + MARGIN) this.#size += PREALLOCATION;
    ftruncateSync(this.#fd, this.#size);
  }
}
