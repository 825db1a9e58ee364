// Promise: where an expression is evaluated, and nothing of what it is.
import type { Value } from "../evaluator.js";
import { withValue, type Scope } from "./scope.js";

/** Values of the variables; undefined where an action, or Init, has not come to one yet. */
export type Slots = (Value | undefined)[];

/** Where an expression is evaluated. */
export interface Frame {
  /** Null when there is no state: constants alone can be evaluated. */
  readonly state: readonly (Value | undefined)[] | null;
  /** What primed variables read; null when there is no next state. */
  readonly next: readonly (Value | undefined)[] | null;
  readonly scope: Scope;
  /** Whether `state` stays as it is: then what a LET is worth may be kept. */
  readonly steady: boolean;
}

export function inScope(frame: Frame, scope: Scope): Frame {
  return { state: frame.state, next: frame.next, scope, steady: frame.steady };
}

export function withName(frame: Frame, name: string, value: Value): Frame {
  return inScope(frame, withValue(frame.scope, name, value));
}

/** The frame of the next state. */
export function primed(frame: Frame): Frame {
  return { state: frame.next, next: null, scope: frame.scope, steady: false };
}
