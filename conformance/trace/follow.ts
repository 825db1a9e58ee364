/** A run that is still recorded: its folder is watched, and what is written is read at once. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { TraceHeader } from "#codec";
import { headerOf } from "./evidence.js";
import { agree, firstLine, isTraceFile, type Life } from "./life.js";
import { FolderWatch } from "./folder-watch.js";
import { openFiles } from "./open-run.js";
import { RunReader, type Grown, type Growth, type Waiting } from "./run-reader.js";

export interface FollowOptions {
  /** Ends the steps at once. */
  readonly signal?: AbortSignal | undefined;
  /** Servers that have no file so long after the first one are taken as not started. Default 3 s. */
  readonly settleMs?: number | undefined;
}

/** How far behind the servers the reader is. */
export interface Lag {
  /** Bytes that are written and not read. */
  readonly bytes: number;
  /** How long the oldest line waits for those before it, or for being read. */
  readonly ms: number;
}

const SETTLE_MS = 3000;

/** A folder that servers record into. Whoever makes one closes it. */
export class Followed implements Growth {
  readonly #folder: string;
  readonly #options: FollowOptions;
  readonly #known = new Set<string>();
  readonly #since = new Map<number, { readonly head: object; readonly at: number }>();
  readonly #gone = new Set<number>();
  #first: { readonly header: TraceHeader; readonly file: string } | null = null;
  #isOver = false;
  #reader: RunReader | null = null;
  #read = Date.now();
  readonly #watch: FolderWatch;

  constructor(folder: string, options: FollowOptions = {}) {
    this.#folder = folder;
    this.#options = options;
    this.#watch = new FolderWatch(folder, options.signal);
  }

  /** Nothing will be written any more: the steps go to the end of the files, and end there. */
  finish(): void {
    this.#isOver = true;
    this.#watch.stir();
  }

  /**
   * A server's process is gone. Until then it may still use what the others let go of, and their
   * lines wait for its own.
   */
  gone(server: number): void {
    this.#gone.add(server);
    this.#watch.stir();
  }

  async lag(): Promise<Lag> {
    let written = 0;
    for (const file of this.#known) written += (await stat(file)).size;
    const bytes = Math.max(0, written - (this.#reader?.bytes ?? 0));
    const oldest = [...this.#since.values()].map(({ at }) => at);
    const unread = bytes > 0 ? [this.#read] : [];
    return { bytes, ms: Date.now() - Math.min(Date.now(), ...oldest, ...unread) };
  }

  /** Nobody follows any more. */
  close(): void {
    this.#watch.close();
  }

  /** Waits for the files of all servers, and opens them; null when it ends before there is one. */
  async open(): Promise<RunReader | null> {
    let seen: number | null = null;
    for (;;) {
      const found = await this.#newFiles();
      if (found.length > 0) seen ??= Date.now();
      const servers = new Set(found.map(({ life }) => life.server));
      const all = found[0]?.header.servers.every((server) => servers.has(server)) === true;
      const late = seen !== null && Date.now() - seen > (this.#options.settleMs ?? SETTLE_MS);
      if (all || late || (this.#isOver && found.length > 0)) {
        for (const { life } of found) this.#known.add(life.file);
        const files = found.map(({ life }) => life.file);
        const [first] = found;
        this.#first = first === undefined ? null : { header: first.header, file: first.life.file };
        this.#reader = new RunReader(await openFiles(files), this);
        return this.#reader;
      }
      if (this.#isOver || this.#options.signal?.aborted === true) return null;
      await this.#watch.wait();
    }
  }

  async more(waiting: readonly Waiting[]): Promise<Grown> {
    const now = Date.now();
    this.#read = now;
    for (const { server, head } of waiting) {
      if (head === undefined) this.#since.delete(server);
      else if (this.#since.get(server)?.head !== head) this.#since.set(server, { head, at: now });
    }
    if (!this.#isOver) await this.#watch.wait();
    // What was told before the files are looked at holds for them.
    const isOver = this.#isOver;
    const told = [...this.#gone];
    const lives = await this.#newFiles();
    for (const { life, header } of lives) {
      if (this.#first !== null) {
        await agree(this.#first.header, this.#first.file, header, life.file);
      }
      this.#known.add(life.file);
      this.#gone.delete(life.server);
    }
    const gone = told.filter((server) => this.#gone.has(server));
    const isStopped = this.#options.signal?.aborted === true;
    return { lives, gone, isOver, isStopped };
  }

  /** Files that are not known yet and whose first line is complete, in the order of lives. */
  async #newFiles(): Promise<{ readonly life: Life; readonly header: TraceHeader }[]> {
    const names = await readdir(this.#folder);
    const found: { life: Life; header: TraceHeader }[] = [];
    for (const name of names.filter(isTraceFile)) {
      const file = join(this.#folder, name);
      if (this.#known.has(file)) continue;
      const text = await firstLine(file);
      if (text === null) continue;
      const header = headerOf({ file, line: 1 }, text);
      const { server, incarnation } = header;
      found.push({ life: { file, server, incarnation }, header });
    }
    return found.sort(
      (a, b) => a.life.server - b.life.server || a.life.incarnation - b.life.incarnation,
    );
  }
}
