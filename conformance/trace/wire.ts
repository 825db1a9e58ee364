/** The connections of Zab as the reader goes along: what is under way, who still counts on it. */
import type { TraceMessage } from "#codec";
import { endsOf } from "./connection.js";
import type { Place } from "./run.js";

/** A message that was sent and not yet received. */
export interface Sent {
  readonly m: TraceMessage;
  readonly place: Place;
}

/** Messages kept for a receiver that should not read them any more, so that it can be shown. */
const KEPT = 16;

/** One direction of a connection. Ordinals count from 1. */
export class Channel {
  /** The last ordinal sent, and received, in the lines read from the files so far. */
  lastSent = 0;
  lastReceived = 0;
  /** How many of the messages sent stand in the order already. */
  sent = 0;
  /** Those under way, the first of them with this ordinal. */
  #underWay: Sent[] = [];
  #first = 1;
  #limit = Infinity;

  /** The line that sent the next message stands in the order. */
  send(message: Sent): void {
    this.sent += 1;
    if (this.#underWay.length < this.#limit) this.#underWay.push(message);
  }

  /** The message of an ordinal, and those before it are forgotten; null where it is not kept. */
  receive(n: number): Sent | null {
    const gone = this.#underWay.splice(0, n - this.#first + 1);
    this.#first += gone.length;
    return this.#first === n + 1 ? (gone.at(-1) ?? null) : null;
  }

  /** The receiver counts on it no more. */
  close(): void {
    this.#limit = KEPT;
    this.#underWay.length = Math.min(this.#underWay.length, KEPT);
  }
}

/** A connection between a leader and a learner. */
export class Connection {
  readonly name: string;
  readonly leader: number;
  readonly learner: number;
  /** From the leader, and from the learner. */
  readonly down = new Channel();
  readonly up = new Channel();
  /** How often the leader had left a role when it was opened; null: it was not opened yet. */
  opened: number | null = null;
  /** The leader, the learner, counts on it no more. */
  leaderGone = false;
  learnerGone = false;
  /** One of them has another one in its place, and did not notice the end of this one. */
  replaced = false;

  constructor(name: string, leader: number, learner: number) {
    this.name = name;
    this.leader = leader;
    this.learner = learner;
  }

  /** What a server sends on; null when it is at neither end. */
  from(server: number): Channel | null {
    if (server === this.leader) return this.down;
    return server === this.learner ? this.up : null;
  }

  /** What a server receives on. */
  to(server: number): Channel | null {
    if (server === this.leader) return this.up;
    return server === this.learner ? this.down : null;
  }

  /** The server at the other end. */
  peerOf(server: number): number {
    return server === this.leader ? this.learner : this.leader;
  }

  /** Whether the other end counts on it no more. */
  isLeftBy(server: number): boolean {
    return server === this.leader ? this.leaderGone : this.learnerGone;
  }

  /** Whether a message was received that nobody sent. */
  get isOwed(): boolean {
    const { up, down } = this;
    return up.lastReceived > up.sent || down.lastReceived > down.sent;
  }

  leave(server: number): void {
    if (server === this.leader) this.leaderGone = true;
    else this.learnerGone = true;
    this.to(server)?.close();
  }
}

/** Connections that are over and still known, so that a line going on with one is understood. */
const REMEMBERED = 64;

/** The connections of a run by name: those that somebody counts on, and the last of the others. */
export class Wire {
  readonly #connections = new Map<string, Connection>();
  /** Those that nobody counts on, the oldest first. */
  readonly #over: Connection[] = [];

  /** Null for a connection of the election. */
  of(name: string): Connection | null {
    const known = this.#connections.get(name);
    if (known !== undefined) return known;
    const ends = endsOf(name);
    if (ends === null) return null;
    const connection = new Connection(name, ends.leader, ends.learner);
    this.#connections.set(name, connection);
    return connection;
  }

  /** A server counts on a connection no more. */
  leave(connection: Connection, server: number): void {
    if (connection.isLeftBy(server)) return;
    connection.leave(server);
    if (!connection.leaderGone || !connection.learnerGone || connection.isOwed) return;
    this.#over.push(connection);
    if (this.#over.length <= REMEMBERED) return;
    const oldest = this.#over.shift() as Connection;
    this.#connections.delete(oldest.name);
  }

  /** How many connections are kept. */
  get size(): number {
    return this.#connections.size;
  }

  /** Whether a message was received that nobody sent. */
  get isOwed(): boolean {
    for (const connection of this.#connections.values()) if (connection.isOwed) return true;
    return false;
  }
}
