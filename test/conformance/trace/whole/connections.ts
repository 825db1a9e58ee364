/** Follows every connection from its opening to its end at either side. */
import { causesOf } from "./causes.js";
import type { Node } from "../../../../dist/conformance/trace/node.js";
import { CannotTell } from "../../../../dist/conformance/trace/stop.js";

interface Connection {
  open: Node | null;
  accept: Node | null;
  /** The last line before `accept` with which the leader left a role, and every connection. */
  notBefore: Node | null;
  /** Steps of the leader, and of the learner, that need the connection alive. */
  readonly leaderUses: Node[];
  readonly learnerUses: Node[];
  /** The line with which the leader, and the learner, stops counting on it. */
  leaderEnd: Node | null;
  learnerEnd: Node | null;
}

/**
 * Adds what connections say about the order: opening before accepting, but after the leader last
 * left a role, which would have ended it; and every use of one end before the line with which the
 * other end lets go. Refused messages of a connection that its
 * reader had replaced already are left out of the result: they may be dropped.
 *
 * @throws CannotTell where a connection was accepted and the line that opened it is missing.
 */
export function orderConnections(
  perServer: ReadonlyMap<number, readonly Node[]>,
): ReadonlyMap<number, readonly Node[]> {
  const connections = new Map<string, Connection>();
  const kept = new Map<number, Node[]>();
  for (const [server, nodes] of perServer) {
    const view = new View(connections);
    kept.set(
      server,
      nodes.filter((at) => view.take(at)),
    );
  }
  for (const [name, connection] of connections) {
    const { open, accept, notBefore, leaderUses, learnerUses, leaderEnd, learnerEnd } = connection;
    if (accept !== null && open === null) {
      throw new CannotTell(`the FollowLeader that opened ${name} is missing`, accept.place);
    }
    if (accept !== null && open !== null) {
      causesOf(accept).push(open);
      if (notBefore !== null) causesOf(open).push(notBefore);
    }
    if (learnerEnd !== null) causesOf(learnerEnd).push(...leaderUses);
    if (leaderEnd !== null) causesOf(leaderEnd).push(...learnerUses);
  }
  return kept;
}

/** Which connections a server counts on, line by line. */
class View {
  readonly #connections: Map<string, Connection>;
  /** As a learner: the name of its connection. */
  #own: string | null = null;
  /** As a leader: the connection of each learner. */
  readonly #learners = new Map<number, string>();
  /** The line with which it last left a role. */
  #left: Node | null = null;

  constructor(connections: Map<string, Connection>) {
    this.#connections = connections;
  }

  /** False for a refused message of a connection that this server counts on no more. */
  take(at: Node): boolean {
    const { event } = at;
    const carried = event?.in;
    if (carried !== undefined && !this.#use(carried.c, at) && at.kind === "refused") return false;
    switch (at.kind === "restart" ? "Restart" : event?.a) {
      case "FollowLeader":
        this.#own = event?.conn?.c ?? null;
        if (this.#own !== null) this.#at(this.#own).open = at;
        break;
      case "LeaderAcceptLearner":
        this.#accept(at);
        break;
      case "LeaderSyncFollower":
        this.#use(this.#learners.get(event?.p.f ?? 0) ?? "", at);
        break;
      case "LeaderDropLearner":
        this.#drop(event?.p.f ?? 0, at);
        break;
      case "FollowerProcessLEADERINFO":
        if (event?.post.role === "LOOKING") this.#leave(at);
        break;
      case "LearnerLoseLeader":
      case "LeaderLosesQuorum":
      case "Restart":
        this.#leave(at);
        break;
      default:
        break;
    }
    return true;
  }

  #at(name: string): Connection {
    const known = this.#connections.get(name);
    if (known !== undefined) return known;
    const connection: Connection = {
      open: null,
      accept: null,
      notBefore: null,
      leaderUses: [],
      learnerUses: [],
      leaderEnd: null,
      learnerEnd: null,
    };
    this.#connections.set(name, connection);
    return connection;
  }

  #use(name: string, at: Node): boolean {
    if (name === this.#own) this.#at(name).learnerUses.push(at);
    else if ([...this.#learners.values()].includes(name)) this.#at(name).leaderUses.push(at);
    else return false;
    return true;
  }

  #accept(at: Node): void {
    const name = at.event?.conn?.c ?? "";
    this.#learners.set(at.event?.p.f ?? 0, name);
    const connection = this.#at(name);
    connection.accept = at;
    connection.notBefore = this.#left;
    connection.leaderUses.push(at);
  }

  #drop(learner: number, at: Node): void {
    const name = this.#learners.get(learner);
    if (name !== undefined) this.#at(name).leaderEnd = at;
    this.#learners.delete(learner);
  }

  #leave(at: Node): void {
    this.#left = at;
    if (this.#own !== null) this.#at(this.#own).learnerEnd = at;
    this.#own = null;
    for (const learner of [...this.#learners.keys()]) this.#drop(learner, at);
  }
}
