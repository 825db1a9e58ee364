import type { Effect } from "./effect.js";
import type { Event, EventOf } from "./event.js";
import type { Message } from "./message.js";
import type { NodeState } from "./state.js";

/** What an action makes of a state: the next one, and what to ask of the world. */
export interface Outcome {
  readonly state: NodeState;
  readonly effects: readonly Effect[];
}

/** One action of the spec: its guard and its next state. */
export interface Action<E extends Event = Event> {
  /** The kind of event it answers, and of message where that is one. */
  readonly on: Event["kind"];
  readonly message: Message["type"] | null;
  readonly enabled: (state: NodeState, event: E) => boolean;
  readonly next: (state: NodeState, event: E) => Outcome;
}

type Body<E> = {
  readonly enabled: (state: NodeState, event: E) => boolean;
  readonly next: (state: NodeState, event: E) => Outcome;
};

/** The event that a message of type `T` was read. */
export type Reads<T extends Message["type"]> = EventOf<"Message"> & {
  readonly message: Extract<Message, { readonly type: T }>;
};

/** An action that answers one kind of event other than a message. */
export function onEvent<K extends Exclude<Event["kind"], "Message">>(
  kind: K,
  body: Body<EventOf<K>>,
): Action<EventOf<K>> {
  return { on: kind, message: null, ...body };
}

/** An action that consumes one type of message. */
export function onMessage<T extends Message["type"]>(
  type: T,
  body: Body<Reads<T>>,
): Action<Reads<T>> {
  return { on: "Message", message: type, ...body };
}
