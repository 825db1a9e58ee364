import { invariant } from "../invariant.js";
import type { ElectionAction } from "./action.js";
import * as actions from "./actions.js";
import type { ElectionEffect } from "./effect.js";
import type { ElectionEvent } from "./event.js";
import type { ElectionState } from "./state.js";

/** The name of an action of Election.tla. */
export type ElectionActionName = keyof typeof actions;

/** What one event did: the action taken, or null with the very same state. */
export interface ElectionStep {
  readonly action: ElectionActionName | null;
  readonly state: ElectionState;
  readonly effects: readonly ElectionEffect[];
}

type Candidate = readonly [ElectionActionName, ElectionAction];

const nothing: readonly ElectionEffect[] = [];
const byEvent = {} as Record<ElectionEvent["kind"], Candidate[]>;

/** Every action of Election.tla by name. */
export const electionActions = Object.entries(actions) as unknown as readonly Candidate[];

for (const candidate of electionActions) (byEvent[candidate[1].on] ??= []).push(candidate);

/** Takes the one spec action that `event` enables in `state`, or none. */
export function stepElection(state: ElectionState, event: ElectionEvent): ElectionStep {
  let taken: Candidate | null = null;
  for (const candidate of byEvent[event.kind]) {
    if (!candidate[1].enabled(state, event)) continue;
    invariant(taken === null, () => `${String(taken?.[0])} and ${candidate[0]} together`);
    taken = candidate;
  }
  if (taken === null) return { action: null, state, effects: nothing };
  const { state: next, effects } = taken[1].next(state, event);
  return { action: taken[0], state: next, effects };
}
