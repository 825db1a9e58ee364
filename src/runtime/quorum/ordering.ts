import {
  errorCode,
  opCode,
  sessionIdToHex,
  type ForwardedRequest,
  type Id,
  type SessionTimeout,
} from "#codec";
import { Preparer, SessionMap, SessionTracker, type Service, type WriteRequest } from "#service";
import type { ServerId, Zxid } from "#state-machine";
import type { Authority } from "../clients/authority.js";
import type { ServerStats } from "../clients/stats.js";
import { payload } from "../payload.js";
import type { Timers } from "../ports.js";
import type { Replica } from "../replica.js";

export interface OrderingOptions {
  readonly self: ServerId;
  readonly replica: Replica;
  readonly service: Service;
  readonly timers: Timers;
  readonly stats: ServerStats;
  readonly tickTime: number;
  log(line: string): void;
  /** No write can be given a place any more in this epoch. */
  exhausted(): void;
}

/** A sync that is answered once the history up to a position is committed. */
interface WaitingSync {
  readonly upTo: number;
  readonly done: () => void;
}

/** The last counter of an epoch: the next write needs a new one. */
const MAX_COUNTER = 0xfffffffe;

/**
 * How a leader gives every write its place: sessions and their owners, preparation, syncs. Writes
 * of its own clients and of its learners' come together here.
 */
export class Ordering implements Authority {
  readonly #options: OrderingOptions;
  readonly #tracker: SessionTracker;
  readonly #preparer: Preparer;
  /** The server by which a session's writes must come. */
  readonly #owners = new SessionMap<ServerId>();
  readonly #syncs: WaitingSync[] = [];

  constructor(options: OrderingOptions) {
    this.#options = options;
    this.#tracker = new SessionTracker(options.tickTime);
    this.#preparer = new Preparer(options.service, this.#tracker);
  }

  get pendingSyncs(): number {
    return this.#syncs.length;
  }

  /** The epoch is established: sessions live from now on, each with a fresh timeout. */
  begin(): void {
    const { service, timers } = this.#options;
    const now = timers.now();
    service.sessions.forEach((timeout, hi, lo) => this.#tracker.add(hi, lo, timeout, now));
    for (const { hi, lo } of service.orphanedSessions()) this.closeSession(hi, lo, 0);
  }

  /** Ends the sessions that nothing was heard of for too long. */
  expire(): void {
    for (const { hi, lo } of this.#tracker.expired(this.#options.timers.now())) {
      this.#options.log(`session 0x${sessionIdToHex(hi, lo)} expired`);
      this.closeSession(hi, lo, 0);
    }
  }

  // ---- Authority: this server's own clients ----

  createSession(hi: number, lo: number, timeout: number): void {
    this.newSession(hi, lo, timeout, this.#options.self);
  }

  closeSession(hi: number, lo: number, cxid: number): void {
    this.#options.replica.run(() => {
      this.#tracker.setClosing(hi, lo);
      this.#propose((zxid, time) => this.#preparer.prepareCloseSession(hi, lo, cxid, zxid, time));
    });
  }

  write(request: WriteRequest): void {
    this.order(request, this.#options.self);
  }

  sync(_request: WriteRequest, done: () => void): void {
    this.whenCommitted(done);
  }

  revalidate(hi: number, lo: number, timeout: number, done: (valid: boolean) => void): void {
    done(this.claim(hi, lo, timeout, this.#options.self));
  }

  touch(hi: number, lo: number, timeout: number): void {
    this.#tracker.touch(hi, lo, timeout, this.#options.timers.now());
  }

  // ---- the same for the clients of learners ----

  newSession(hi: number, lo: number, timeout: number, owner: ServerId): void {
    this.#options.replica.run(() => {
      this.#tracker.add(hi, lo, timeout, this.#options.timers.now());
      this.#owners.set(hi, lo, owner);
      this.#propose((zxid, time) =>
        this.#preparer.prepareCreateSession(hi, lo, timeout, zxid, time),
      );
    });
  }

  /** Gives a write its place in the order; one that must fail takes its place all the same. */
  order(request: WriteRequest, from: ServerId): void {
    this.#options.replica.run(() => {
      const owner = this.#owners.get(request.sessionHi, request.sessionLo);
      const moved = owner !== undefined && owner !== from;
      const preparer = this.#preparer;
      this.#propose((zxid, time) =>
        moved
          ? preparer.prepareError(request, errorCode.SESSIONMOVED, zxid, time)
          : preparer.prepare(request, zxid, time),
      );
    });
  }

  /** Orders what a learner forwarded, whatever it is; `synced` answers a sync. */
  forwarded(
    { sessionHi: hi, sessionLo: lo, cxid, type: opcode, body }: ForwardedRequest,
    ids: readonly Id[],
    from: ServerId,
    synced: () => void,
  ): void {
    if (opcode === opCode.createSession) this.newSession(hi, lo, body.readInt32BE(0), from);
    else if (opcode === opCode.closeSession) this.closeSession(hi, lo, cxid);
    else if (opcode === opCode.sync) this.whenCommitted(synced);
    else this.order({ sessionHi: hi, sessionLo: lo, cxid, opcode, body, ids }, from);
  }

  /** Whether the session is alive; its writes must come by `owner` from now on. */
  claim(hi: number, lo: number, timeout: number, owner: ServerId): boolean {
    const valid = this.#tracker.touch(hi, lo, timeout, this.#options.timers.now());
    if (valid) this.#owners.set(hi, lo, owner);
    return valid;
  }

  touchAll(sessions: readonly SessionTimeout[]): void {
    for (const { sessionHi, sessionLo, timeout } of sessions) {
      this.touch(sessionHi, sessionLo, timeout);
    }
  }

  /** Calls `done` once everything proposed so far is committed. */
  whenCommitted(done: () => void): void {
    this.#options.replica.run(() => {
      const { committed, memLog } = this.#options.replica.state;
      if (committed === memLog.length) done();
      else this.#syncs.push({ upTo: memLog.length, done });
    });
  }

  // ---- what became of it ----

  /** A txn is in the tree: what was only outstanding is now a fact. */
  applied(zxid: Zxid, closedSession: { hi: number; lo: number } | null): void {
    this.#preparer.applied(zxid);
    if (closedSession === null) return;
    this.#tracker.remove(closedSession.hi, closedSession.lo);
    this.#owners.delete(closedSession.hi, closedSession.lo);
  }

  /** Answers the syncs that waited for what is now committed. */
  committed(upTo: number): void {
    while (this.#syncs.length > 0 && (this.#syncs[0] as WaitingSync).upTo <= upTo) {
      (this.#syncs.shift() as WaitingSync).done();
    }
  }

  #propose(prepare: (zxid: Zxid, time: number) => Buffer): void {
    const { replica, timers, stats, exhausted } = this.#options;
    const { role, phase, memLog, proposedEpoch } = replica.state;
    if (role !== "LEADING" || phase !== "broadcast") return;
    const last = memLog.lastZxid;
    const counter = last.epoch === proposedEpoch ? last.counter + 1 : 1;
    if (counter > MAX_COUNTER) return exhausted();
    const body = prepare({ epoch: proposedEpoch, counter }, timers.wall());
    stats.proposed(body.length);
    replica.dispatch({ kind: "ClientRequest", val: payload(body) });
  }
}
