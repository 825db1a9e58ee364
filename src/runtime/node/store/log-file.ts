import { join } from "node:path";
import { appendLogHeader, dataFileName, Writer } from "#codec";
import type { Zxid } from "#state-machine";
import type { Directories } from "./directories.js";
import { syncDirectoryAside, writeAll, type Files } from "./files.js";

/** Files grow by this many bytes at a time, so that most syncs have no new size to write down. */
const PREALLOCATION = 64 * 1024 * 1024;

/** The file grows when fewer than this many bytes of it would be left. */
const MARGIN = 4096;

/** A transaction log being written: only ever appended to, and never one of an earlier process. */
export class LogFile {
  readonly #files: Files;
  readonly #directory: string;
  readonly #fd: number;
  #position = 0;
  #size = 0;
  /** Whether its name is durable, or is just being made so. */
  #named = false;

  /** Makes `log.<zxid>` for the txn that comes first in it; it must not be there yet. */
  constructor({ files, log }: Directories, first: Zxid) {
    this.#files = files;
    this.#directory = log;
    this.#fd = files.openSync(join(log, dataFileName("log", first)), "wx");
    const header = new Writer(64);
    appendLogHeader(header);
    writeAll(files, this.#fd, header.view(), 0);
    this.#position = this.#size = header.length;
  }

  /** Hands bytes to the operating system, behind what was written before. */
  write(bytes: Uint8Array): void {
    this.#grow(this.#position + bytes.length);
    writeAll(this.#files, this.#fd, bytes, this.#position);
    this.#position += bytes.length;
  }

  /** Calls back once everything written is durable, the name of the file included. */
  sync(done: (error: Error | null) => void): void {
    let waiting = this.#named ? 1 : 2;
    let failure: Error | null = null;
    const settled = (error: Error | null) => {
      failure ??= error;
      waiting -= 1;
      if (waiting === 0) done(failure);
    };
    if (!this.#named) syncDirectoryAside(this.#files, this.#directory, settled);
    this.#named = true;
    this.#files.fdatasync(this.#fd, settled);
  }

  /** Gives back the room that was not used. */
  close(): void {
    if (this.#size > this.#position) this.#files.ftruncateSync(this.#fd, this.#position);
    this.#files.closeSync(this.#fd);
  }

  #grow(end: number): void {
    if (end + MARGIN < this.#size) return;
    while (end + MARGIN >= this.#size) this.#size += PREALLOCATION;
    this.#files.ftruncateSync(this.#fd, this.#size);
  }
}
