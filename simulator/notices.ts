// Promise: a notification arrives in order, late, or never; a new connection repeats the last one.
import { notified, type Carried } from "#codec";
import type { Notification, ServerId } from "#state-machine";

/** A notification on its way. */
export interface Flying {
  readonly carried: Carried;
  readonly notification: Notification;
}

interface Link {
  readonly use: number;
  readonly sent: Map<ServerId, number>;
}

/** Notifications kept for one reader from one sender; then the oldest go. */
const MAX_FLYING = 100;

/** The connections among voters, one for each pair of them. */
export class Notices {
  readonly #links = new Map<string, Link>();
  readonly #flying = new Map<string, Flying[]>();
  #uses = 0;

  connected(a: ServerId, b: ServerId): boolean {
    return this.#links.has(pairOf(a, b));
  }

  connect(a: ServerId, b: ServerId): void {
    this.#uses += 1;
    this.#links.set(pairOf(a, b), { use: this.#uses, sent: new Map() });
  }

  /** Sends on the connection there is; null where there is none, and then it is lost. */
  send(from: ServerId, to: ServerId, notification: Notification): Carried | null {
    const link = this.#links.get(pairOf(from, to));
    if (link === undefined) return null;
    const n = (link.sent.get(from) ?? 0) + 1;
    link.sent.set(from, n);
    const name = `e:${from}-${to}#${40_000 + Math.max(from, to)}@${link.use}`;
    const carried = notified(name, n, notification);
    const way = this.#way(from, to);
    way.push({ carried, notification });
    if (way.length > MAX_FLYING) way.shift();
    return carried;
  }

  waiting(from: ServerId, to: ServerId): boolean {
    return this.#way(from, to).length > 0;
  }

  read(from: ServerId, to: ServerId): Flying | undefined {
    return this.#way(from, to).shift();
  }

  /** A connection ends; what is under way may still arrive, or not. */
  cut(a: ServerId, b: ServerId, lost: boolean): void {
    this.#links.delete(pairOf(a, b));
    if (!lost) return;
    this.#way(a, b).length = 0;
    this.#way(b, a).length = 0;
  }

  #way(from: ServerId, to: ServerId): Flying[] {
    const key = `${from}>${to}`;
    const way = this.#flying.get(key) ?? [];
    if (way.length === 0) this.#flying.set(key, way);
    return way;
  }
}

const pairOf = (a: ServerId, b: ServerId): string => `${Math.max(a, b)}-${Math.min(a, b)}`;
