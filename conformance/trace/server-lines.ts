/** What one server recorded of Zab.tla, waiting for its place in the order. */
import type { ElectionOrder } from "./election-order.js";
import { fitsItsAction } from "./fits.js";
import type { Line } from "./line.js";
import type { Node } from "./node.js";
import type { ServerFiles } from "./server-files.js";
import { CannotTell } from "./stop.js";
import type { Tally } from "./tally.js";
import { View } from "./view.js";
import type { Channel, Wire } from "./wire.js";

/** Lines that are taken are forgotten by so many at once. */
const MANY = 1024;

export class ServerLines {
  readonly server: number;
  readonly files: ServerFiles;
  readonly #wire: Wire;
  readonly #view: View;
  readonly #tally: Tally;
  readonly #elections: ElectionOrder;
  /** Those from `#next` on are waiting. */
  #lines: Line[] = [];
  #next = 0;
  /** Nothing to read for now. */
  #idle = false;
  /** Nothing will be written any more. */
  over = false;
  /** What is wrong with the line behind those that are waiting. */
  fault: unknown = null;
  /** How often it left a role, in the order so far. */
  timesLeft = 0;

  constructor(files: ServerFiles, wire: Wire, tally: Tally, elections: ElectionOrder) {
    this.server = files.server;
    this.files = files;
    this.#wire = wire;
    this.#view = new View(wire);
    this.#tally = tally;
    this.#elections = elections;
  }

  get head(): Line | undefined {
    return this.#lines[this.#next];
  }

  /** Whether nothing is waiting and something may be read. */
  get hungry(): boolean {
    return this.#next === this.#lines.length && this.#mayRead;
  }

  /** Whether nothing comes behind those that are waiting. */
  get isComplete(): boolean {
    return this.over && this.#idle && this.fault === null;
  }

  /** Whether nothing more will come. */
  get exhausted(): boolean {
    return this.#next === this.#lines.length && this.isComplete;
  }

  /** The file may have grown. */
  wake(): void {
    this.#idle = false;
  }

  take(): Line {
    const line = this.#lines[this.#next] as Line;
    this.#next += 1;
    if (this.#next === this.#lines.length || this.#next === MANY) {
      this.#lines.splice(0, this.#next);
      this.#next = 0;
    }
    return line;
  }

  /** A line that is waiting, the head being 0; undefined where none is for now. */
  async ahead(k: number): Promise<Line | undefined> {
    while (this.#next + k >= this.#lines.length && this.#mayRead) await this.fill();
    return this.#lines[this.#next + k];
  }

  /** Reads some more. */
  async fill(): Promise<void> {
    try {
      const nodes = await this.files.read();
      if (nodes === null) this.#idle = true;
      for (const node of nodes ?? []) this.#add(node);
    } catch (error) {
      this.fault = error;
    }
  }

  get #mayRead(): boolean {
    return !this.#idle && this.fault === null;
  }

  #add(node: Node): void {
    this.#elections.add(node);
    if (node.event?.spec === "Election") return;
    this.#tally.count(node);
    if (node.kind === "refused" && node.event?.in === undefined) return;
    for (const { c, n } of node.event?.out ?? []) {
      const channel = this.#wire.of(c)?.from(node.server) ?? null;
      if (channel === null) strange(node, c);
      else if (n === channel.lastSent + 1) channel.lastSent = n;
      else throw gap("sent", channel.lastSent + 1, c, n, node);
    }
    fitsItsAction(node);
    const reads = this.#received(node);
    const touched = this.#view.take(node);
    if (touched === null) return;
    this.#lines.push({ ...touched, node, reads, n: node.event?.in?.n ?? 0 });
  }

  #received(node: Node): Channel | null {
    const carried = node.event?.in;
    if (carried === undefined) return null;
    const { c, n } = carried;
    const channel = this.#wire.of(c)?.to(node.server) ?? null;
    if (channel === null) {
      strange(node, c);
      return null;
    }
    if (n !== channel.lastReceived + 1) throw gap("received", channel.lastReceived + 1, c, n, node);
    channel.lastReceived = n;
    return channel;
  }
}

function strange({ contradictions, server }: Node, c: string): void {
  const expected = `a connection of server ${String(server)}`;
  contradictions.push({ name: "c", recorded: c, expected });
}

/** An ordinal that does not follow the one before it. */
export function gap(
  what: "sent" | "received",
  wanted: number,
  c: string,
  n: number,
  { place }: Node,
): CannotTell {
  const missing = `the line that ${what} message ${String(wanted)} of ${c} is missing`;
  return new CannotTell(`${missing}: here it is message ${String(n)}`, place);
}
