import type { Message } from "#state-machine";
import type { Dictionary } from "../components/dictionary.js";
import { PairMap } from "../components/pair-map.js";
import { changeText, changed, connectionKind, type Change, type Connection } from "./connection.js";
import { plainMessage } from "./plain.js";

/** What is known of a connection. */
export interface ConnectionFacts {
  readonly value: Connection;
  readonly link: Connection["link"];
  /** The number of the next message each way, 0 for none. */
  readonly up: number;
  readonly down: number;
}

interface Head {
  readonly message: Message;
  readonly up: boolean;
}

/** The connections of a system, their next messages and what happens to them, all numbered. */
export class ConnectionTable {
  readonly #dictionary: Dictionary;
  readonly #facts: (ConnectionFacts | undefined)[] = [];
  readonly #heads: (Head | null)[] = [null];
  readonly #headOf = new Map<string, number>();
  readonly #changes: (readonly Change[])[] = [];
  readonly #changeOf = new Map<string, number>();
  readonly #after = new PairMap();

  constructor(dictionary: Dictionary) {
    this.#dictionary = dictionary;
  }

  facts(id: number): ConnectionFacts {
    const known = this.#facts[id];
    if (known !== undefined) return known;
    const value = this.#dictionary.value(connectionKind, id);
    const facts = {
      value,
      link: value.link,
      up: this.#head(value.toLeader[0], true),
      down: this.#head(value.toLearner[0], false),
    };
    this.#facts[id] = facts;
    return facts;
  }

  message(head: number): Head {
    return this.#heads[head] as Head;
  }

  /** The number of a sequence of changes. */
  change(changes: readonly Change[]): number {
    const text = changes.map(changeText).join(";");
    const known = this.#changeOf.get(text);
    if (known !== undefined) return known;
    this.#changes.push(changes);
    this.#changeOf.set(text, this.#changes.length - 1);
    return this.#changes.length - 1;
  }

  /** The connection after a sequence of changes. */
  after(id: number, change: number): number {
    const known = this.#after.get(id, change);
    if (known >= 0) return known;
    const changes = this.#changes[change] as readonly Change[];
    const next = this.#dictionary.intern(
      connectionKind,
      changes.reduce(changed, this.facts(id).value),
    );
    this.#after.add(id, change, next);
    return next;
  }

  #head(message: Message | undefined, up: boolean): number {
    if (message === undefined) return 0;
    const text = JSON.stringify([up, plainMessage(message)]);
    const known = this.#headOf.get(text);
    if (known !== undefined) return known;
    this.#heads.push({ message, up });
    this.#headOf.set(text, this.#heads.length - 1);
    return this.#heads.length - 1;
  }
}
