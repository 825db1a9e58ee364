import type { Notification } from "#state-machine";
import { ChangeTable } from "../components/change-table.js";
import type { Dictionary } from "../components/dictionary.js";
import { Numbers } from "../components/numbers.js";
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
export class Channels extends ChangeTable<ElectionChannel, ChannelChange> {
  readonly #facts: (ChannelFacts | undefined)[] = [];
  readonly #heads = new Numbers<Notification | null>((n) =>
    n === null ? "" : notificationText(n),
  );

  constructor(dictionary: Dictionary, cap: number) {
    super(dictionary, {
      kind: channelKind,
      text: (change) =>
        change.kind === "push" ? notificationText(change.notification) : change.kind,
      changed: (channel, change) => ({ ...channel, waiting: waitsAfter(channel, change, cap) }),
    });
    this.#heads.of(null);
  }

  facts(id: number): ChannelFacts {
    return (this.#facts[id] ??= this.#newFacts(id));
  }

  notification(head: number): Notification {
    return this.#heads.value(head) as Notification;
  }

  #newFacts(id: number): ChannelFacts {
    const value = this.value(id);
    return { value, head: this.#heads.of(value.waiting[0] ?? null) };
  }
}

function notificationText(notification: Notification): string {
  return JSON.stringify(plainNotification(notification));
}

/** A full channel forgets its oldest notification. */
function waitsAfter(
  { waiting }: ElectionChannel,
  change: ChannelChange,
  cap: number,
): readonly Notification[] {
  if (change.kind === "end") return [];
  if (change.kind === "read") return waiting.slice(1);
  const kept = waiting.length < cap ? waiting : waiting.slice(1);
  return [...kept, change.notification];
}
