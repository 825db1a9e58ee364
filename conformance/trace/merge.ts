/**
 * Puts the lines of all servers into one order that respects every cause, without clocks, as they
 * are read. What comes before what:
 *
 *   - the lines of one server, in the order of its files
 *   - sending before receiving
 *   - opening a connection before accepting it, but after the leader last left a role
 *   - whatever uses a connection before the line with which the other end lets go of it
 *
 * The last two speak of lines that may not have been read yet. Such a line waits until the other
 * end lets go, too, or all others wait; then the lines ahead are read that can tell.
 */
import { Links } from "./breaks.js";
import type { Line } from "./line.js";
import { carriesTheSame, messageText } from "./message.js";
import { placeText } from "./run.js";
import type { ServerLines } from "./server-lines.js";
import type { ZabStep } from "./step.js";
import { CannotTell } from "./stop.js";
import type { Connection, Wire } from "./wire.js";

/** Lines that are looked at ahead of the order, at most, where a connection has no end in sight. */
const AHEAD = 4096;

/** Whether a line may be the next one: it may, it must wait, or only the lines ahead can tell. */
type Standing = "ready" | "waits" | "unsure";

export class Merge {
  readonly #servers: readonly ServerLines[];
  readonly #wire: Wire;
  readonly #links = new Links();

  /** The servers, the smallest first: of several lines that may be next its one is taken. */
  constructor(servers: readonly ServerLines[], wire: Wire) {
    this.#servers = servers;
    this.#wire = wire;
  }

  /** The server whose line is the next one; null where none can be for now. */
  async next(): Promise<ServerLines | null> {
    const unsure: ServerLines[] = [];
    for (const server of this.#servers) {
      while (server.hungry) await server.fill();
      const { head } = server;
      if (head === undefined) continue;
      const standing = this.#standing(head, server);
      if (standing === "ready") return server;
      if (standing === "unsure") unsure.push(server);
    }
    for (const server of unsure) if (await this.#mayGo(server)) return server;
    return null;
  }

  /** The server whose lines decide when the head of this one may be taken. */
  waitsFor({ head, server }: ServerLines): number | null {
    if (head === undefined) return null;
    const { reads, n, accepts, opens, ends, node } = head;
    if (reads !== null && reads.sent < n) {
      return this.#wire.of(node.event?.in?.c ?? "")?.peerOf(server) ?? null;
    }
    if (accepts !== null && accepts.opened === null) return accepts.learner;
    if (opens !== null && !this.#isAcceptedNext(opens)) return opens.leader;
    return ends.find((one) => !this.#isOver(one, server))?.peerOf(server) ?? null;
  }

  /** Takes the head of a server; a break before it is a step of its own. */
  take(server: ServerLines): readonly ZabStep[] {
    const line = server.take();
    const { node } = line;
    this.#receive(line);
    for (const { c, m } of node.event?.out ?? []) {
      this.#wire.of(c)?.from(node.server)?.send({ m, place: node.place });
    }
    this.#connect(line, server);
    const learner = this.#links.brokenBefore(node);
    this.#links.take(node);
    const step: ZabStep = { spec: "Zab", kind: node.kind, node, learner: node.server };
    return learner === null ? [step] : [{ spec: "Zab", kind: "break", node, learner }, step];
  }

  #standing({ reads, n, accepts, opens, ends }: Line, { server }: ServerLines): Standing {
    if (reads !== null && reads.sent < n) return "waits";
    if (accepts !== null && accepts.opened === null) return "waits";
    if (opens !== null && !this.#isAcceptedNext(opens)) return "unsure";
    for (const connection of ends) if (!this.#isOver(connection, server)) return "unsure";
    return "ready";
  }

  #isAcceptedNext(opened: Connection): boolean {
    const leader = this.#linesOf(opened.leader);
    return leader === null || leader.exhausted || leader.head?.accepts === opened;
  }

  /** Whether the other end uses a connection no more. */
  #isOver(connection: Connection, server: number): boolean {
    const peer = connection.peerOf(server);
    return connection.isLeftBy(peer) || (this.#linesOf(peer)?.exhausted ?? true);
  }

  async #mayGo(server: ServerLines): Promise<boolean> {
    const { opens, ends } = server.head as Line;
    if (opens !== null && !(await this.#mayOpen(opens))) return false;
    for (const connection of ends) {
      if (!this.#isOver(connection, server.server) && !(await this.#mayEnd(connection, server))) {
        return false;
      }
    }
    return true;
  }

  /** Whether the leader leaves no role any more before it accepts the connection, if it does. */
  async #mayOpen(opened: Connection): Promise<boolean> {
    const leader = this.#linesOf(opened.leader);
    if (leader === null) return true;
    let leaves = false;
    for (let k = 0; k < AHEAD; k += 1) {
      const line = await leader.ahead(k);
      if (line === undefined) return leader.isComplete;
      if (line.accepts === opened) return !leaves;
      // Connections of one learner are accepted in the order in which it opened them.
      if (line.accepts?.learner === opened.learner && line.accepts.opened === null) return true;
      leaves ||= line.leaves;
    }
    return true;
  }

  /** Whether the other end does not use the connection before it lets go of it. */
  async #mayEnd(connection: Connection, { server }: ServerLines): Promise<boolean> {
    const peer = this.#linesOf(connection.peerOf(server));
    if (peer === null) return true;
    for (let k = 0; k < AHEAD; k += 1) {
      const line = await peer.ahead(k);
      if (line === undefined) return peer.isComplete;
      if (line.uses.includes(connection)) return false;
      if (line.replaces === connection || line.ends.includes(connection)) return true;
    }
    return true;
  }

  #receive({ node, reads, n }: Line): void {
    const carried = node.event?.in;
    if (reads === null || carried === undefined) return;
    const sent = reads.receive(n);
    if (sent === null) return;
    node.sender = sent.place;
    if (carriesTheSame(sent.m, carried.m)) return;
    const [recorded, expected] = [carried.m, sent.m].map(messageText) as [string, string];
    const said = `${expected}, sent at ${placeText(sent.place)}`;
    node.contradictions.push({ name: "in.m", recorded, expected: said });
  }

  /** @throws CannotTell where the lines ahead were not as they seemed to be. */
  #connect({ node, uses, opens, accepts, ends, replaces, leaves }: Line, own: ServerLines): void {
    const { server } = own;
    for (const connection of uses) {
      if (connection.replaced || !connection.isLeftBy(connection.peerOf(server))) continue;
      const peer = String(connection.peerOf(server));
      const problem = `server ${String(server)} goes on with ${connection.name} longer after server`;
      throw new CannotTell(`${problem} ${peer} let go of it than is looked ahead`, node.place);
    }
    if (opens !== null) opens.opened = this.#linesOf(opens.leader)?.timesLeft ?? 0;
    if (accepts !== null && accepts.opened !== own.timesLeft) {
      const problem = `the leader left a role between the opening of ${accepts.name} and here`;
      throw new CannotTell(`${problem}, which is farther than is looked ahead`, node.place);
    }
    for (const connection of ends) this.#wire.leave(connection, server);
    if (replaces !== null) {
      replaces.replaced = true;
      this.#wire.leave(replaces, server);
    }
    if (leaves) own.timesLeft += 1;
  }

  #linesOf(server: number): ServerLines | null {
    return this.#servers.find((one) => one.server === server) ?? null;
  }
}
