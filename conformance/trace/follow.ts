/** A run that is still recorded: its folder is watched, and what is written is read at once. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { TraceHeader } from "#codec";
import { headerOf } from "./evidence.js";
import { agree, firstLine, type Life } from "./life.js";
import { FolderWatch } from "./folder-watch.js";
import { openFiles } from "./open-run.js";
import { RunReader, type Grown, type Growth, type Waiting } from "./run-reader.js";
import { isNamedAfter, isTraceFile, othersAmong } from "./trace-files.js";
import { Writer } from "./writer.js";

export interface FollowOptions {
  /** Ends the steps at once. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Servers that have no file so long after the last one that was found, with a quorum there, are
   * taken as not started. Default 10 s.
   */
  readonly settleMs?: number | undefined;
  /**
   * A server that does not answer, and whose file has not grown for so long, is taken as ended.
   * Default 10 s.
   */
  readonly quietMs?: number | undefined;
}

/** How far behind the servers the reader is. */
export interface Lag {
  /** Bytes that are written and not read. */
  readonly bytes: number;
  /**
   * How long, at most, the oldest line waits for being read, as far as one looked at the files, or
   * for those before it.
   */
  readonly ms: number;
  /** Servers whose lines wait for what another one has not written, and for how long. */
  readonly waits: readonly Wait[];
}

export interface Wait {
  readonly server: number;
  readonly for: number;
  readonly ms: number;
}

const SETTLE_MS = 10_000;
const QUIET_MS = 10_000;

interface Since {
  readonly head: object;
  readonly at: number;
  readonly for: number | null;
}

/** A folder that servers record into. Whoever makes one closes it. */
export class Followed implements Growth {
  readonly #folder: string;
  readonly #options: FollowOptions;
  readonly #known = new Set<string>();
  readonly #since = new Map<number, Since>();
  /** Who writes the last file of each server. */
  readonly #writers = new Map<number, Writer>();
  #first: { readonly header: TraceHeader; readonly file: string } | null = null;
  #isOver = false;
  #reader: RunReader | null = null;
  /** How much was written when; the first of them is read. */
  #written: { readonly at: number; readonly bytes: number }[] = [];
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

  async lag(): Promise<Lag> {
    let written = 0;
    for (const file of this.#known) written += (await stat(file)).size;
    const read = this.#reader?.bytes ?? 0;
    const now = Date.now();
    const waits = [...this.#since].flatMap(([server, { head, at, for: other }]) =>
      other !== null && this.#reader?.isHead(server, head) === true
        ? [{ server, for: other, ms: now - at }]
        : [],
    );
    this.#written.push({ at: now, bytes: written });
    while ((this.#written[1]?.bytes ?? Infinity) <= read) this.#written.shift();
    const unread = written > read ? now - (this.#written[0]?.at ?? now) : 0;
    const ms = Math.max(unread, ...waits.map((wait) => wait.ms));
    return { bytes: Math.max(0, written - read), ms, waits };
  }

  /** Nobody follows any more. */
  close(): void {
    this.#watch.close();
    for (const writer of this.#writers.values()) writer.close();
  }

  /** Waits for the files of all servers, and opens them; null when it ends before there is one. */
  async open(): Promise<RunReader | null> {
    let [count, since] = [0, Date.now()];
    for (;;) {
      const found = await this.#newFiles();
      if (found.length > count) [count, since] = [found.length, Date.now()];
      const isLate = Date.now() - since > (this.#options.settleMs ?? SETTLE_MS);
      if (isComplete(found, isLate) || (this.#isOver && found.length > 0)) {
        for (const { life } of found) this.#learn(life);
        const files = found.map(({ life }) => life.file);
        const [first] = found;
        this.#first = first === undefined ? null : { header: first.header, file: first.life.file };
        const others = othersAmong(await readdir(this.#folder));
        this.#reader = new RunReader(await openFiles(files, others), this);
        return this.#reader;
      }
      if (this.#isOver || this.#options.signal?.aborted === true) return null;
      await this.#watch.wait();
    }
  }

  async more(waiting: readonly Waiting[]): Promise<Grown> {
    const now = Date.now();
    for (const { server, head, for: other } of waiting) {
      const before = this.#since.get(server);
      if (head === undefined) this.#since.delete(server);
      else {
        const at = before?.head === head ? before.at : now;
        this.#since.set(server, { head, at, for: other });
      }
    }
    if (!this.#isOver) await this.#watch.wait();
    // What is known before the files are looked at holds for them.
    const isOver = this.#isOver;
    const over = await this.#over();
    const lives = await this.#newFiles();
    for (const { life, header } of lives) {
      if (this.#first !== null) {
        await agree(this.#first.header, this.#first.file, header, life.file);
      }
      this.#learn(life);
    }
    const gone = [...this.#writers].filter(([, writer]) => over.has(writer));
    const isStopped = this.#options.signal?.aborted === true;
    return { lives, gone: gone.map(([server]) => server), isOver, isStopped };
  }

  #learn({ file, server }: Life): void {
    this.#known.add(file);
    this.#writers.get(server)?.close();
    this.#writers.set(server, new Writer(file, this.#watch.stir));
  }

  /** Those who write no more. Until then they may still use what the others let go of. */
  async #over(): Promise<ReadonlySet<Writer>> {
    const over = new Set<Writer>();
    for (const writer of this.#writers.values()) {
      const { presence } = writer;
      if (presence === "here" || presence === "unknown") continue;
      const quiet = this.#options.quietMs ?? QUIET_MS;
      if (presence === "ended" || (await writer.quietFor()) >= quiet) over.add(writer);
    }
    return over;
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
      isNamedAfter(file, header);
      const { server, incarnation } = header;
      found.push({ life: { file, server, incarnation }, header });
    }
    return found.sort(
      (a, b) => a.life.server - b.life.server || a.life.incarnation - b.life.incarnation,
    );
  }
}

/** Whether all servers have a file; of those that are late, a quorum is enough. */
function isComplete(
  found: readonly { readonly life: Life; readonly header: TraceHeader }[],
  isLate: boolean,
): boolean {
  const [first] = found;
  if (first === undefined) return false;
  const { servers, voters } = first.header;
  const present = new Set(found.map(({ life }) => life.server));
  if (servers.every((server) => present.has(server))) return true;
  return isLate && voters.filter((voter) => present.has(voter)).length * 2 > voters.length;
}
