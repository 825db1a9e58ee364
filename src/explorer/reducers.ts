import { InvariantViolation, step, stepElection, syncModeFor } from "#state-machine";

/** What is explored: the reducers of production, or copies of them with a defect. */
export interface Reducers {
  readonly step: typeof step;
  readonly stepElection: typeof stepElection;
  readonly syncModeFor: typeof syncModeFor;
}

export const production: Reducers = { step, stepElection, syncModeFor };

/**
 * The name of what happens where reducers break an invariant of their own instead of answering: a
 * step that changes nothing, and a property that it violates.
 */
export const BROKEN_INVARIANT = "InvariantViolation";

/** What reducers answer, or null where they break an invariant of their own. */
export function answerOf<T>(ask: () => T): T | null {
  try {
    return ask();
  } catch (error) {
    if (error instanceof InvariantViolation) return null;
    throw error;
  }
}
