/** Which line is missing, where the lines that are there cannot be put in order. */
import type { Carried } from "#codec";
import type { Life } from "./life.js";
import type { Node } from "./node.js";
import { placeText, type Place } from "./run.js";
import { gap } from "./server-lines.js";
import { ServerFiles } from "./server-files.js";
import { CannotTell } from "./stop.js";
import { Wire } from "./wire.js";

/** Where the last file of a server ends. */
interface End {
  readonly last: Place | null;
  readonly torn: boolean;
}

/**
 * Goes through all files once more, and keeps nothing of a line: first for what was sent, then
 * for what was received. Gives null where nothing is missing.
 *
 * @throws BadInput, CannotTell for a line that is no evidence
 */
export async function missingLine(lives: readonly (readonly Life[])[]): Promise<CannotTell | null> {
  const search = new Search(lives);
  return (await search.sent()) ?? (await search.received()) ?? search.unopened;
}

class Search {
  readonly #lives: readonly (readonly Life[])[];
  readonly #wire = new Wire();
  readonly #ends = new Map<number, End>();
  readonly #opened = new Set<string>();
  readonly #accepted = new Map<string, Place>();

  constructor(lives: readonly (readonly Life[])[]) {
    this.#lives = lives;
  }

  /** The first ordinal that a sender left out. */
  async sent(): Promise<CannotTell | null> {
    let found: CannotTell | null = null;
    await this.#each((at) => {
      const { event, server, place } = at;
      const name = event?.conn?.c ?? "";
      if (event?.a === "FollowLeader") this.#opened.add(name);
      if (event?.a === "LeaderAcceptLearner" && !this.#accepted.has(name)) {
        this.#accepted.set(name, place);
      }
      for (const { c, n } of event?.out ?? []) {
        const channel = this.#wire.of(c)?.from(server) ?? null;
        if (channel === null) continue;
        if (n !== channel.sent + 1) found ??= gap("sent", channel.sent + 1, c, n, at);
        channel.sent = n;
      }
    });
    return found;
  }

  /** The first message received that nobody sent, or behind one that was not received. */
  async received(): Promise<CannotTell | null> {
    let found: CannotTell | null = null;
    await this.#each((at) => {
      const carried = at.event?.in;
      const channel = carried && this.#wire.of(carried.c)?.to(at.server);
      if (carried === undefined || !channel) return;
      const wanted = channel.lastReceived + 1;
      if (carried.n !== wanted) found ??= gap("received", wanted, carried.c, carried.n, at);
      else if (carried.n > channel.sent) found ??= this.#unsent(at, carried);
      channel.lastReceived = carried.n;
    });
    return found;
  }

  /** The first connection that was accepted and never opened. */
  get unopened(): CannotTell | null {
    for (const [name, place] of this.#accepted) {
      if (this.#opened.has(name)) continue;
      return new CannotTell(`the FollowLeader that opened ${name} is missing`, place);
    }
    return null;
  }

  #unsent({ server, place }: Node, { c, n, m }: Carried): CannotTell {
    const from = this.#wire.of(c)?.peerOf(server) ?? 0;
    const end = this.#ends.get(from);
    const where = !end?.last
      ? `there is no file of server ${String(from)}`
      : `it would stand in a file of server ${String(from)}, ` +
        `the last is ${placeText(end.last)}` +
        (end.torn ? ", whose next line is cut short" : "");
    const missing = `the line that sent ${m.type}, message ${String(n)} of ${c}, is missing`;
    return new CannotTell(`${missing}: ${where}`, place);
  }

  /** Every line of Zab.tla, server by server. */
  async #each(look: (at: Node) => void): Promise<void> {
    for (const lives of this.#lives) {
      const files = new ServerFiles(lives[0]?.server ?? 0, lives);
      try {
        for (let nodes = await files.read(); nodes !== null; nodes = await files.read()) {
          for (const at of nodes) if (at.event?.spec !== "Election") look(at);
        }
        const { last } = files;
        await files.close();
        const torn = files.torn.some(({ file }) => file === last?.file);
        this.#ends.set(files.server, { last, torn });
      } finally {
        await files.close();
      }
    }
  }
}
