import type { Notification } from "#state-machine";
import type { Dictionary } from "../components/dictionary.js";
import { PairMap } from "../components/pair-map.js";
import { channelKind, plainNotification, type ElectionChannel } from "./node.js";

/** What happens to a channel: its oldest is read, one is added, or the connection ends. */
export type ChannelChange =
  | { readonly kind: "read" }
  | { readonly kind: "end" }
  | { readonly kind: "push"; readonly notification: Notification };

/** What is known of a channel; `head` is the number of its oldest notification, 0 for none. */
export interface ChannelFacts {
  readonly value: ElectionChannel;
  readonly head: number;
}

/** The channels of an election, their oldest notifications and what happens to them, numbered. */
export class Channels {
  readonly #dictionary: Dictionary;
  readonly #cap: number;
  readonly #facts: (ChannelFacts | undefined)[] = [];
  readonly #heads: (Notification | null)[] = [null];
  readonly #headOf = new Map<string, number>();
  readonly #changes: ChannelChange[] = [];
  readonly #changeOf = new Map<string, number>();
  readonly #after = new PairMap();

  constructor(dictionary: Dictionary, cap: number) {
    this.#dictionary = dictionary;
    this.#cap = cap;
  }

  facts(id: number): ChannelFacts {
    return (this.#facts[id] ??= this.#newFacts(id));
  }

  notification(head: number): Notification {
    return this.#heads[head] as Notification;
  }

  change(change: ChannelChange): number {
    const text =
      change.kind === "push" ? JSON.stringify(plainNotification(change.notification)) : change.kind;
    const known = this.#changeOf.get(text);
    if (known !== undefined) return known;
    this.#changes.push(change);
    this.#changeOf.set(text, this.#changes.length - 1);
    return this.#changes.length - 1;
  }

  after(id: number, change: number): number {
    const known = this.#after.get(id, change);
    if (known >= 0) return known;
    const waiting = this.#changed(this.facts(id).value.waiting, change);
    const next = this.#dictionary.intern(channelKind, { ...this.facts(id).value, waiting });
    this.#after.add(id, change, next);
    return next;
  }

  /** A full channel forgets its oldest notification. */
  #changed(waiting: readonly Notification[], number: number): readonly Notification[] {
    const change = this.#changes[number] as ChannelChange;
    if (change.kind === "end") return [];
    if (change.kind === "read") return waiting.slice(1);
    const kept = waiting.length < this.#cap ? waiting : waiting.slice(1);
    return [...kept, change.notification];
  }

  #newFacts(id: number): ChannelFacts {
    const value = this.#dictionary.value(channelKind, id);
    const [oldest] = value.waiting;
    return { value, head: oldest === undefined ? 0 : this.#head(oldest) };
  }

  #head(notification: Notification): number {
    const text = JSON.stringify(plainNotification(notification));
    const known = this.#headOf.get(text);
    if (known !== undefined) return known;
    this.#heads.push(notification);
    this.#headOf.set(text, this.#heads.length - 1);
    return this.#heads.length - 1;
  }
}
