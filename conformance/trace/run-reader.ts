/** The steps of a run, found while its files are read: memory holds what is under way, and no more. */
import type { TraceHeader } from "#codec";
import { cycle } from "./cycle.js";
import { ElectionOrder } from "./election-order.js";
import type { Life } from "./life.js";
import { Merge } from "./merge.js";
import { missingLine } from "./missing.js";
import { placeText, type Place } from "./run.js";
import { ServerFiles } from "./server-files.js";
import { ServerLines } from "./server-lines.js";
import type { Step } from "./step.js";
import { Tally } from "./tally.js";
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
  /** The specs that the servers were built against. */
  readonly specs: readonly TraceHeader["spec"][];
  /** One for each server that recorded anything, the smallest first. */
  readonly starts: readonly Start[];
  /** The same servers' files in order. */
  readonly lives: readonly (readonly Life[])[];
}

export class RunReader {
  readonly opened: Opened;
  readonly #wire = new Wire();
  readonly #tally = new Tally();
  readonly #election: ElectionOrder;
  readonly #lines: readonly ServerLines[];

  constructor(opened: Opened) {
    this.opened = opened;
    this.#election = new ElectionOrder(opened.servers, opened.voters);
    for (const { header } of opened.starts) this.#election.start(header);
    this.#lines = opened.lives.map((lives) => {
      const files = new ServerFiles(lives[0]?.server ?? 0, lives);
      const lines = new ServerLines(files, this.#wire, this.#tally, this.#election);
      lines.over = true;
      return lines;
    });
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
    const { servers, lives, specs } = this.opened;
    const torn = this.#lines.flatMap(({ files }) => files.torn).map(tornNote);
    const present = lives.map(([life]) => life?.server);
    const absent = servers
      .filter((server) => !present.includes(server))
      .map((server) => `no file of server ${String(server)}: taken as never started`);
    const mixed = specs.length > 1 ? ["the servers were built against different specs"] : [];
    return [...torn, ...absent, ...mixed];
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
        if (server === null) break;
        yield* merge.take(server);
      }
      await this.#end();
    } finally {
      for (const { files } of this.#lines) await files.close();
    }
  }

  /** Nothing goes on: because everything was read, or because something is missing. */
  async #end(): Promise<void> {
    const stuck = this.#lines.filter((lines) => !lines.exhausted);
    if (stuck.length > 0 || this.#wire.isOwed) {
      const missing = await missingLine(this.#lines.map(({ files }) => files.lives));
      const fault = stuck.find((lines) => lines.fault !== null)?.fault;
      throw missing ?? fault ?? cycle(stuck.flatMap(({ head }) => (head ? [head.node] : [])));
    }
    const lastOf = (server: number) =>
      this.#lines.find((one) => one.server === server)?.files.last ?? null;
    this.#election.finish(lastOf);
  }
}

/** What a torn last line is worth saying. */
function tornNote(place: Place): string {
  return `${placeText(place)} is cut short, as a killed server leaves it, and does not count`;
}
