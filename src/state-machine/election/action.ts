import type { ElectionEffect } from "./effect.js";
import type { ElectionEvent, ElectionEventOf } from "./event.js";
import type { ElectionState } from "./state.js";

/** What an action makes of a state: the next one, and what to ask of the world. */
export interface ElectionOutcome {
  readonly state: ElectionState;
  readonly effects: readonly ElectionEffect[];
}

/** One action of Election.tla: its guard and its next state. */
export interface ElectionAction<E extends ElectionEvent = ElectionEvent> {
  /** The kind of event it answers. */
  readonly on: ElectionEvent["kind"];
  readonly enabled: (state: ElectionState, event: E) => boolean;
  readonly next: (state: ElectionState, event: E) => ElectionOutcome;
}

type Body<E extends ElectionEvent> = Pick<ElectionAction<E>, "enabled" | "next">;

/** An action that answers one kind of event. */
export function onElectionEvent<K extends ElectionEvent["kind"]>(
  kind: K,
  body: Body<ElectionEventOf<K>>,
): ElectionAction<ElectionEventOf<K>> {
  return { on: kind, ...body };
}
