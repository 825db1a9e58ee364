// Promise: lines go to their files as they come; a folder is there whole, or not at all.
import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UsageError } from "#conformance/command";
import type { ServerId } from "#state-machine";

/** Where the lines of all processes go. */
export interface Evidence {
  /** A process begins: its first line. */
  begin(server: ServerId, incarnation: number, header: string): void;
  append(server: ServerId, line: string): void;
}

/** The name of the file of one process. */
const fileOf = (server: ServerId, incarnation: number) => `${server}.${incarnation}.ndjson`;

/** Characters gathered before a file is written to. */
const PORTION = 1 << 16;

interface Open {
  readonly file: number;
  text: string;
}

/** Writes a folder aside, which takes its name once the run is over. */
export class FolderEvidence implements Evidence {
  readonly #folder: string;
  readonly #aside: string;
  readonly #open = new Map<ServerId, Open>();

  constructor(folder: string) {
    if (existsSync(folder)) {
      throw new UsageError(`${folder} is there already: name a folder that is not`);
    }
    const place = dirname(resolve(folder));
    if (!existsSync(place)) {
      throw new UsageError(`${folder}: there is no folder ${place}: make it first`);
    }
    this.#folder = folder;
    this.#aside = `${folder}.${process.pid}`;
    mkdirSync(this.#aside);
  }

  begin(server: ServerId, incarnation: number, header: string): void {
    this.#close(server);
    const file = openSync(join(this.#aside, fileOf(server, incarnation)), "wx");
    this.#open.set(server, { file, text: header });
  }

  append(server: ServerId, line: string): void {
    const open = this.#open.get(server);
    if (open === undefined) return;
    open.text += line;
    if (open.text.length >= PORTION) flush(open);
  }

  /** The run is over: the folder takes its name. */
  keep(): void {
    for (const server of [...this.#open.keys()]) this.#close(server);
    renameSync(this.#aside, this.#folder);
  }

  /** The run is not wanted: nothing stays. */
  drop(): void {
    for (const { file } of this.#open.values()) closeSync(file);
    this.#open.clear();
    rmSync(this.#aside, { recursive: true, force: true });
  }

  #close(server: ServerId): void {
    const open = this.#open.get(server);
    if (open === undefined) return;
    flush(open);
    closeSync(open.file);
    this.#open.delete(server);
  }
}

function flush(open: Open): void {
  writeSync(open.file, open.text);
  open.text = "";
}
