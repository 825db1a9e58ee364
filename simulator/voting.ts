// Promise: voters elect by their reducers, and every step but the reported epoch is recorded.
import { voted, type Carried, type TraceParameters, type TracePost } from "#codec";
import type { Reducers } from "#explorer";
import type { ElectionEvent, ElectionState, ServerId } from "#state-machine";
import { Notices } from "./notices.js";
import type { Server } from "./server.js";

/** The elections of an ensemble. */
export class Voting {
  readonly notices = new Notices();
  readonly #servers: readonly Server[];
  readonly #step: Reducers["stepElection"];
  readonly #recorded: () => void;

  constructor(servers: readonly Server[], step: Reducers["stepElection"], recorded: () => void) {
    this.#servers = servers;
    this.#step = step;
    this.#recorded = recorded;
  }

  /** Offers an event to a voter; false where it enables nothing. */
  offer(server: Server, event: ElectionEvent, read?: Carried): boolean {
    const before = server.election;
    if (before === null) return false;
    const { action, state, effects } = this.#step(before, event);
    if (action === null) return false;
    server.election = state;
    const out: Carried[] = [];
    for (const effect of effects) {
      if (effect.kind === "Decided") server.decided = effect.leader;
      else {
        server.told.set(effect.to, effect.notification);
        const carried = this.notices.send(server.id, effect.to, effect.notification);
        if (carried !== null) out.push(carried);
      }
    }
    // That an epoch is established is to be seen in the line of Zab.tla.
    if (event.kind === "EpochEstablished") return true;
    const p = event.kind === "Notification" ? { s: server.id, f: event.from } : { s: server.id };
    this.#record(server, action, p, read, out, voted(before, state));
    return true;
  }

  #record(
    server: Server,
    a: string,
    p: TraceParameters,
    read: Carried | undefined,
    out: readonly Carried[],
    post: TracePost,
  ): void {
    const evidence = read === undefined ? {} : { in: read };
    server.record({ spec: "Election", a, p, ...evidence, out, disk: [], post });
    this.#recorded();
  }

  /** Votes with what is durable, so only once the disk is idle and no role is held. */
  start(server: Server): boolean {
    const { role, diskQueue, currentEpoch, log } = server.state;
    if (role !== "LOOKING" || diskQueue.length > 0) return false;
    const summary = { epoch: currentEpoch, zxid: log.lastZxid };
    return this.offer(server, { kind: "StartElection", summary });
  }

  read(server: Server, from: ServerId): boolean {
    // Until it can vote again, what arrives waits.
    if (!canRead(server.election)) return false;
    const flying = this.notices.read(from, server.id);
    if (flying === undefined) return false;
    const { notification, carried } = flying;
    return this.offer(server, { kind: "Notification", from, notification }, carried);
  }

  /** A connection comes up in the place of another: each end repeats what it told last. */
  connect(a: Server, b: Server): void {
    this.notices.connect(a.id, b.id);
    for (const [server, to] of [
      [a, b.id],
      [b, a.id],
    ] as const) {
      const last = server.told.get(to);
      const carried = last === undefined ? null : this.notices.send(server.id, to, last);
      if (carried === null) continue;
      this.#record(server, "RepeatLast", { s: server.id, f: to }, undefined, [carried], {});
    }
  }

  /** The leader of this server, or itself, has established its epoch. */
  established(server: Server): void {
    const { role, proposedEpoch, currentEpoch } = server.state;
    const epoch = role === "LEADING" ? proposedEpoch : currentEpoch;
    this.offer(server, { kind: "EpochEstablished", epoch });
  }

  /** The role that was decided on is over, or never came to be. */
  leave(server: Server): void {
    server.decided = null;
    this.offer(server, { kind: "LeaveInstance" });
  }

  /** A process has died; its connections end, and what was on its way to it is lost. */
  restart(server: Server): void {
    server.decided = null;
    if (server.election === null) return;
    server.told.clear();
    for (const { id, election } of this.#servers) {
      if (election === null || id === server.id) continue;
      this.notices.cut(server.id, id, false);
      while (this.notices.read(id, server.id) !== undefined);
    }
    server.election = this.#step(server.election, { kind: "Restart" }).state;
  }
}

function canRead(election: ElectionState | null): boolean {
  return election !== null && (election.role !== "LOOKING" || election.vote !== null);
}
