import type { Action } from "./action.js";
import type { Effect } from "./effect.js";
import type { Event } from "./event.js";
import { invariant } from "./invariant.js";
import type { NodeState } from "./state.js";
import * as actions from "./zab/actions.js";

/** The name of an action of Zab.tla. */
export type ActionName = keyof typeof actions;

/** What one event did: the action taken, or null with the very same state. */
export interface Step {
  readonly action: ActionName | null;
  readonly state: NodeState;
  readonly effects: readonly Effect[];
}

type Candidate = readonly [ActionName, Action];

/** Every action of Zab.tla by name. */
export const zabActions = Object.entries(actions) as unknown as readonly Candidate[];

const nothing: readonly Effect[] = [];
const none: readonly Candidate[] = [];
const byEvent = new Map<string, Candidate[]>();
const byMessage = new Map<string, Candidate[]>();

for (const candidate of zabActions) {
  const [, action] = candidate;
  const table = action.message === null ? byEvent : byMessage;
  const key = action.message ?? action.on;
  table.set(key, [...(table.get(key) ?? []), candidate]);
}

/** The actions that can answer this kind of event: one or two, looked up once. */
function candidates(event: Event): readonly Candidate[] {
  const found =
    event.kind === "Message" ? byMessage.get(event.message.type) : byEvent.get(event.kind);
  return found ?? none;
}

/** Takes the one spec action that `event` enables in `state`, or none. */
export function step(state: NodeState, event: Event): Step {
  let taken: Candidate | null = null;
  for (const candidate of candidates(event)) {
    if (!candidate[1].enabled(state, event)) continue;
    invariant(taken === null, () => `${String(taken?.[0])} and ${candidate[0]} together`);
    taken = candidate;
  }
  if (taken === null) return { action: null, state, effects: nothing };
  const { state: next, effects } = taken[1].next(state, event);
  return { action: taken[0], state: next, effects };
}
