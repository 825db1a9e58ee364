// Promise: whatever happens to an ensemble happens through its reducers, and is recorded.
import type { Carried, TraceDiskOperation, TraceHeader } from "#codec";
import type { Reducers } from "#explorer";
import {
  ElectionInit,
  History,
  Init,
  Zero,
  forget,
  type Effect,
  type Event,
  type Message,
  type ServerId,
  type SyncMode,
} from "#state-machine";
import { Connection } from "./connection.js";
import type { Evidence } from "./evidence.js";
import { Server } from "./server.js";
import { Voting } from "./voting.js";
import { changed, messageOf, operationOf, parameters } from "./zab-lines.js";

export interface EnsembleOptions {
  readonly servers: readonly ServerId[];
  readonly voters: readonly ServerId[];
  readonly reducers: Reducers;
  /** Whether the voters elect their leaders; otherwise the schedule says who leads. */
  readonly votes: boolean;
  readonly evidence: Evidence;
  /** The digests of the modules that the reducers mirror. */
  readonly spec: TraceHeader["spec"];
}

/** Servers, what connects them, and their disks. */
export class Ensemble {
  readonly servers: readonly Server[];
  readonly voting: Voting;
  /** Lines that were recorded, headers not counted. */
  lines = 0;
  readonly #reducers: Reducers;
  #uses = 0;

  constructor({ servers, voters, reducers, votes, evidence, spec }: EnsembleOptions) {
    this.#reducers = reducers;
    this.servers = servers.map((self) => {
      const state = Init({ self, servers, voters, ackUptodate: true });
      const summary = { epoch: 0, zxid: Zero };
      const elects = votes && voters.includes(self);
      const election = elects ? ElectionInit({ self, voters }, summary) : null;
      return new Server(state, election, evidence, spec);
    });
    this.voting = new Voting(this.servers, reducers.stepElection, () => (this.lines += 1));
  }

  server(id: ServerId): Server {
    return this.servers.find((one) => one.id === id) as Server;
  }

  /** Offers an event to a server; false where it enables nothing. */
  offer(server: Server, event: Event, read?: Carried, accepts?: Connection): boolean {
    const before = server.state;
    const { action, state, effects } = this.#reducers.step(before, event);
    if (action === null) return false;
    server.state = state;
    if (accepts !== undefined) this.#accepted(server, accepts);
    const { conn, out, disk } = this.#carryOut(server, effects);
    this.#record(server, {
      a: action,
      p: parameters(action, event, server.id),
      ...((accepts ?? conn) ? { conn: { c: (accepts ?? conn)?.name as string } } : {}),
      ...(read === undefined ? {} : { in: read }),
      out,
      disk,
      post: changed(before, state),
    });
    for (const effect of effects)
      if (effect.kind === "Disconnect") this.#letGo(server, effect.from);
    if (event.kind === "LearnerLost") this.#letGo(server, event.from);
    if (before.role !== "LOOKING" && state.role === "LOOKING") {
      this.#cutOff(server);
      this.voting.leave(server);
    }
    if (before.phase !== "broadcast" && state.phase === "broadcast") {
      this.voting.established(server);
    }
    return true;
  }

  #record(server: Server, line: Parameters<Server["record"]>[0]): void {
    server.record(line);
    this.lines += 1;
  }

  #carryOut(server: Server, effects: readonly Effect[]) {
    const out: Carried[] = [];
    const disk: TraceDiskOperation[] = [];
    let conn: Connection | undefined;
    for (const effect of effects) {
      if (effect.kind === "Connect") conn = this.#connect(server, effect.to);
      else if (effect.kind === "Write") disk.push(operationOf(effect.operation));
      else if (effect.kind === "Send") out.push(...send(server, effect.to, effect.message));
    }
    return { conn, out, disk };
  }

  #connect(learner: Server, to: ServerId): Connection {
    this.#uses += 1;
    learner.own = new Connection(to, learner.id, this.#uses);
    return learner.own;
  }

  #accepted(leader: Server, connection: Connection): void {
    this.#letGo(leader, connection.learner);
    connection.accepted = true;
    leader.learners.set(connection.learner, connection);
  }

  /** A server ends its connection with another one. */
  #letGo(server: Server, peer: ServerId): void {
    if (server.own?.leader === peer) {
      server.own.end();
      server.own = null;
      return;
    }
    server.learners.get(peer)?.end();
    server.learners.delete(peer);
  }

  /** A server without a role has no connections, and takes none. */
  #cutOff(server: Server): void {
    if (server.own !== null) this.#letGo(server, server.own.leader);
    for (const learner of [...server.learners.keys()]) this.#letGo(server, learner);
    for (const { own } of this.servers) if (own?.leader === server.id) own.end();
  }

  // What can happen in the world, one method each; false where it cannot.

  /** The leader takes a connection that a learner has opened. */
  accept(leader: Server, learner: Server): boolean {
    const connection = learner.own;
    if (connection?.leader !== leader.id || connection.accepted || !connection.alive) return false;
    const event = { kind: "LearnerConnected", from: learner.id } as const;
    return this.offer(leader, event, undefined, connection);
  }

  /** A server reads the next message of a connection; one that fits nothing ends it. */
  read(server: Server, connection: Connection): boolean {
    if (!connection.accepted) return false;
    const posted = connection.read(server.id);
    if (posted === undefined) return false;
    const { n, message } = posted;
    const { leader, learner, name } = connection;
    const from = server.id === leader ? learner : leader;
    const carried = { c: name, n, m: messageOf(message) };
    if (this.offer(server, { kind: "Message", from, message: asRead(message) }, carried))
      return true;
    server.refuse(carried, "Message");
    this.lines += 1;
    connection.end();
    return true;
  }

  /** The leader streams its history to a learner, from a snapshot `older` txns old if need be. */
  sync(leader: Server, connection: Connection, mode: SyncMode, older: number): boolean {
    if (!connection.held) return false;
    const { phase, committed, memLog } = leader.state;
    const end = phase === "broadcast" ? committed : memLog.length;
    const snapBase = Math.max(memLog.baseLength, end - older);
    return this.offer(leader, { kind: "SyncLearner", to: connection.learner, mode, snapBase });
  }

  /** The process dies when `completed` of its queued operations are durable, and starts again. */
  restart(server: Server, completed: number): boolean {
    const { action, state } = this.#reducers.step(server.state, { kind: "Restart", completed });
    if (action === null) return false;
    this.#cutOff(server);
    server.state = state;
    this.voting.restart(server);
    server.begin();
    return true;
  }

  /** A snapshot lets the server forget all but the last `kept` txns that it has delivered. */
  snapshot(server: Server, kept: number): void {
    server.state = forget(server.state, Math.max(0, server.state.committed - kept));
  }
}

function send(server: Server, to: ServerId, message: Message): Carried[] {
  const connection = server.own?.leader === to ? server.own : server.learners.get(to);
  if (connection === undefined) return [];
  const { n } = connection.send(server.id, message);
  return [{ c: connection.name, n, m: messageOf(message) }];
}

/** A history as a learner has it after SNAP: one place, at which its own count begins. */
function asRead(message: Message): Message {
  if (message.type !== "SNAP") return message;
  const { lastZxid } = message.history;
  const history = lastZxid === Zero ? History.empty : History.behind(0, lastZxid);
  return { type: "SNAP", history };
}
