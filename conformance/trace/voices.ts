/** The notifications of the election that are under way, by connection. */
import type { TraceMessage } from "#codec";
import type { History } from "./known.js";
import type { Place } from "./run.js";

/** A notification, and the history that the vote in it was cast with. */
export interface Notification {
  readonly m: TraceMessage;
  readonly place: Place;
  readonly cast: History;
}

const PATTERN = /^e:(\d+)-(\d+)#/;

/** Sender and receiver of a connection of the election; null for one of Zab. */
export function voicesOf(connection: string): { from: number; to: number } | null {
  const found = PATTERN.exec(connection);
  return found === null ? null : { from: Number(found[1]), to: Number(found[2]) };
}

/** One connection of the election. Notifications may be lost, so ordinals may be left out. */
export class Voice {
  readonly name: string;
  /** The last ordinal sent, and received, in the lines read from the files so far. */
  lastSent = 0;
  lastReceived = 0;
  /** How many of those sent stand in the order already. */
  sent = 0;
  #underWay: Notification[] = [];
  #closed = false;

  constructor(name: string) {
    this.name = name;
  }

  send(notification: Notification): void {
    this.sent += 1;
    if (!this.#closed) this.#underWay.push(notification);
  }

  /** The notification of an ordinal; those before it are lost. Null for one that was read. */
  receive(n: number): Notification | null {
    const oldest = this.sent - this.#underWay.length + 1;
    return n < oldest ? null : (this.#underWay.splice(0, n - oldest + 1).at(-1) ?? null);
  }

  /** Nobody reads it any more. */
  close(): void {
    this.#closed = true;
    this.#underWay = [];
  }
}

/** Connections between two servers that nobody reads any more and that are still known. */
const REMEMBERED = 16;

/** The connections of the election: those that may still be read, and the last of the others. */
export class Voices {
  readonly #byName = new Map<string, Voice>();
  /** For each pair of servers those that may still be read, the oldest first. */
  readonly #open = new Map<string, Voice[]>();
  /** For each pair those of the others that are known, the oldest first. */
  readonly #closed = new Map<string, Voice[]>();

  of(name: string): Voice {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const voice = new Voice(name);
    this.#byName.set(name, voice);
    voicesBetween(this.#open, name).push(voice);
    return voice;
  }

  /** A connection is read: its predecessor may still be, what came before that may not. */
  read(name: string): void {
    const open = voicesBetween(this.#open, name);
    const at = open.indexOf(this.of(name));
    const gone = open.splice(0, Math.max(at - 1, 0));
    if (gone.length === 0) return;
    for (const voice of gone) voice.close();
    const closed = voicesBetween(this.#closed, name);
    closed.push(...gone);
    const forgotten = closed.splice(0, Math.max(closed.length - REMEMBERED, 0));
    for (const voice of forgotten) this.#byName.delete(voice.name);
  }

  /** How many connections are kept. */
  get size(): number {
    return this.#byName.size;
  }
}

/** Those of the two servers that a connection is between. */
function voicesBetween(byPair: Map<string, Voice[]>, name: string): Voice[] {
  const pair = name.slice(0, name.indexOf("#"));
  const voices = byPair.get(pair) ?? [];
  byPair.set(pair, voices);
  return voices;
}
