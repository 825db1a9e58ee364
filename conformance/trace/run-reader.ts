/** The steps of a run, found while its files are read: memory holds no more than is under way. */
import type { TraceHeader } from "#codec";
import { cycle } from "./cycle.js";
import { ElectionOrder } from "./election-order.js";
import { follows, type Life } from "./life.js";
import { Merge } from "./merge.js";
import { missingLine } from "./missing.js";
import { withFile, type RecordedFor } from "./recorded-for.js";
import { placeText, type Place } from "./run.js";
import { ServerFiles } from "./server-files.js";
import { ServerLines } from "./server-lines.js";
import type { Step } from "./step.js";
import { CannotTell } from "./stop.js";
import { Tally } from "./tally.js";
import { othersNote } from "./trace-files.js";
import { Wire } from "./wire.js";

/** What a server had on disk when it recorded its first line. */
export interface Start {
  readonly place: Place;
  readonly header: TraceHeader;
}

/** What the first lines of all files say. */
export interface Opened {
  readonly servers: readonly number[];
  readonly voters: readonly number[];
  /** The specs that the servers were built against; more than one where headers differ. */
  readonly specs: readonly RecordedFor[];
  /** One for each server that recorded anything, the smallest first. */
  readonly starts: readonly Start[];
  /** The same servers' files in order. */
  readonly lives: readonly (readonly Life[])[];
  /** What else is in the folder, and is not read. */
  readonly others: readonly string[];
}

/** What makes more of a run that is still recorded. */
export interface Growth {
  /** Waits until files may have grown; says which processes took up, and whether it was all. */
  more(waiting: readonly Waiting[]): Promise<Grown>;
}

/** A server, and the line of it that is kept waiting. */
export interface Waiting {
  readonly server: number;
  readonly head: object | undefined;
  /** The server whose lines it waits for; null where it waits for its own. */
  readonly for: number | null;
}

export interface Grown {
  readonly lives: readonly { readonly life: Life; readonly header: TraceHeader }[];
  /** Servers whose process is gone: whatever uses their connections was written. */
  readonly gone: readonly number[];
  /** Nothing will be written any more. */
  readonly isOver: boolean;
  /** Nobody wants the rest. */
  readonly isStopped: boolean;
}

export class RunReader {
  #opened: Opened;
  readonly #wire = new Wire();
  readonly #tally = new Tally();
  readonly #election: ElectionOrder;
  readonly #lines: readonly ServerLines[];
  #isOver = false;
  #isStopped = false;

  readonly #growth: Growth | null;

  /** Without growth the files are as long as they will be. */
  constructor(opened: Opened, growth: Growth | null = null) {
    this.#growth = growth;
    this.#election = new ElectionOrder(opened.servers, opened.voters);
    for (const { header } of opened.starts) this.#election.start(header);
    const recording = opened.starts.map(({ header }) => header.server);
    const lives = new Map(recording.map((server, k) => [server, opened.lives[k] ?? []]));
    this.#lines = (growth === null ? recording : opened.servers).map((server) => {
      const files = new ServerFiles(server, lives.get(server) ?? []);
      const lines = new ServerLines(files, this.#wire, this.#tally, this.#election);
      lines.over = growth === null;
      return lines;
    });
    this.#opened = { ...opened, lives: this.#lines.map(({ files }) => files.lives) };
  }

  /** What the headers read so far say: a run that is still recorded may get more of them. */
  get opened(): Opened {
    return this.#opened;
  }

  /** How many bytes were read. */
  get bytes(): number {
    return this.#lines.reduce((sum, { files }) => sum + files.bytes, 0);
  }

  /** How many connections are kept in mind: those that are open, and a few of the others. */
  get connections(): number {
    return this.#wire.size + this.#election.connections;
  }

  /** Whether a line of a server still waits to be taken. */
  isHead(server: number, head: object): boolean {
    return this.#lines.some((lines) => lines.server === server && lines.head === head);
  }

  /** How often each action of Zab.tla was recorded, in the lines read so far. */
  get actions(): ReadonlyMap<string, number> {
    return this.#tally.actions;
  }

  /** Events that enabled nothing. */
  get dropped(): number {
    return this.#tally.dropped;
  }

  /** What was read of the election. */
  get election(): Pick<ElectionOrder, "read" | "judged" | "actions"> {
    return this.#election;
  }

  /** What is worth saying of the files; lines that are cut short are known at the end. */
  get notes(): readonly string[] {
    const { servers, lives, specs, others } = this.opened;
    const torn = this.#lines.flatMap(({ files }) => files.torn).map(tornNote);
    const present = lives.map(([life]) => life?.server);
    const absent = servers
      .filter((server) => !present.includes(server))
      .map((server) => `no file of server ${String(server)}: taken as never started`);
    const mixed = specs.length > 1 ? ["the servers were built against different specs"] : [];
    const note = othersNote(others) ?? [];
    return [...torn, ...absent, ...mixed, note].flat();
  }

  /**
   * The steps, once. Whoever stops early closes the files.
   *
   * @throws BadInput, CannotTell behind the last step that can be put in order
   */
  async *steps(): AsyncGenerator<Step, void, undefined> {
    const merge = new Merge(this.#lines, this.#wire);
    try {
      for (;;) {
        const server = await merge.next();
        yield* this.#election.ready();
        if (server !== null) yield* merge.take(server);
        else if (!(await this.#grow(merge))) break;
      }
      if (!this.#isStopped) await this.#end();
    } finally {
      for (const { files } of this.#lines) await files.close();
    }
  }

  /** Whether there is more to read, after some waiting. */
  async #grow(merge: Merge): Promise<boolean> {
    if (this.#growth === null || this.#isOver) return false;
    const fault = this.#lines.find((lines) => lines.fault !== null)?.fault ?? this.#election.fault;
    if (fault !== null) throw fault;
    const waiting = this.#lines.map((lines) => {
      const { server, head } = lines;
      return { server, head, for: merge.waitsFor(lines) };
    });
    const { lives, gone, isOver, isStopped } = await this.#growth.more(waiting);
    for (const { life, header } of lives) await this.#add(life, header);
    for (const lines of this.#lines) {
      if (isOver || gone.includes(lines.server)) lines.over = true;
      lines.wake();
    }
    this.#isOver = isOver;
    this.#isStopped = isStopped;
    return !isStopped;
  }

  async #add(life: Life, header: TraceHeader): Promise<void> {
    const lines = this.#lines.find(({ server }) => server === life.server);
    const before = lines?.files.lives.at(-1);
    const { base } = header;
    if (before !== undefined) await follows(before, life);
    else if (base.len > 0 || base.acceptedEpoch > 0 || life.incarnation > 1) {
      const problem = "this server begins with what it recorded or promised before, and the others";
      throw new CannotTell(`${problem} are judged already`, { file: life.file, line: 1 });
    } else this.#election.start(header);
    lines?.files.add(life);
    const specs = withFile(this.#opened.specs, header.spec, life.file);
    this.#opened = { ...this.#opened, specs };
    if (lines !== undefined) lines.over = false;
  }

  /** Nothing goes on: because everything was read, or because something is missing. */
  async #end(): Promise<void> {
    const stuck = this.#lines.filter((lines) => !lines.exhausted);
    if (stuck.length > 0 || this.#wire.isOwed) {
      const missing = await missingLine(this.#lines.map(({ files }) => files.lives));
      const fault = stuck.find((lines) => lines.fault !== null)?.fault;
      throw (
        this.#withOthers(missing) ??
        fault ??
        cycle(stuck.flatMap(({ head }) => (head ? [head.node] : [])))
      );
    }
    const lastOf = (server: number) =>
      this.#lines.find((one) => one.server === server)?.files.last ?? null;
    this.#election.finish(lastOf);
  }

  /** What is missing may stand in a file of another name. */
  #withOthers(missing: CannotTell | null): CannotTell | null {
    const note = othersNote(this.opened.others);
    if (missing === null || note === null) return missing;
    return new CannotTell(`${missing.message} (${note})`, missing.place);
  }
}

/** What a torn last line is worth saying. */
function tornNote(place: Place): string {
  return `${placeText(place)} is cut short, as a killed server leaves it, and does not count`;
}
