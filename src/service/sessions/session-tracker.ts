import { SessionMap } from "./session-map.js";

/** A session id as signed halves. */
export interface SessionId {
  readonly hi: number;
  readonly lo: number;
}

interface Tracked extends SessionId {
  /** The moment it expires, a multiple of the tick. */
  expiry: number;
  closing: boolean;
}

/**
 * Which sessions live, on the server that decides it: the leader or a standalone server
 * (ZooKeeper's `SessionTrackerImpl` and `ExpiryQueue`). Expiry moments are rounded up to whole
 * ticks, so that hearing of a session costs a look-up and rarely more: a session expires between
 * its timeout and one tick more after it was heard of last. All times are monotonic milliseconds.
 */
export class SessionTracker {
  readonly #tick: number;
  readonly #sessions = new SessionMap<Tracked>();
  /** The sessions of each expiry moment. */
  readonly #buckets = new Map<number, Set<Tracked>>();

  constructor(tickTime: number) {
    this.#tick = tickTime;
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** Tracks a session from now on. One that is tracked already counts as heard of. */
  add(hi: number, lo: number, timeout: number, now: number): void {
    if (!this.#sessions.has(hi, lo)) {
      this.#sessions.set(hi, lo, { hi, lo, expiry: 0, closing: false });
    }
    this.touch(hi, lo, timeout, now);
  }

  /** The session was heard of; false when it is not there or about to end. */
  touch(hi: number, lo: number, timeout: number, now: number): boolean {
    const session = this.#sessions.get(hi, lo);
    if (session === undefined || session.closing) return false;
    const expiry = (Math.floor((now + timeout) / this.#tick) + 1) * this.#tick;
    if (expiry <= session.expiry) return true;
    this.#leaveBucket(session);
    session.expiry = expiry;
    const bucket = this.#buckets.get(expiry);
    if (bucket === undefined) this.#buckets.set(expiry, new Set([session]));
    else bucket.add(session);
    return true;
  }

  /** Whether writes of the session are still accepted. */
  isLive(hi: number, lo: number): boolean {
    return this.#sessions.get(hi, lo)?.closing === false;
  }

  /** The session's end is on its way: nothing of it is accepted any more. */
  setClosing(hi: number, lo: number): void {
    const session = this.#sessions.get(hi, lo);
    if (session === undefined) return;
    session.closing = true;
    this.#leaveBucket(session);
  }

  /** The session has ended. */
  remove(hi: number, lo: number): void {
    this.setClosing(hi, lo);
    this.#sessions.delete(hi, lo);
  }

  /** The sessions whose time is up, each of them once; they are closing from now on. */
  expired(now: number): SessionId[] {
    const over: Tracked[] = [];
    for (const [expiry, bucket] of this.#buckets) if (expiry <= now) over.push(...bucket);
    over.sort((a, b) => a.expiry - b.expiry);
    for (const { hi, lo } of over) this.setClosing(hi, lo);
    return over.map(({ hi, lo }) => ({ hi, lo }));
  }

  #leaveBucket(session: Tracked): void {
    const bucket = this.#buckets.get(session.expiry);
    if (bucket?.delete(session) === true && bucket.size === 0) {
      this.#buckets.delete(session.expiry);
    }
  }
}
