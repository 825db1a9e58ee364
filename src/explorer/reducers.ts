import { step, stepElection, syncModeFor } from "#state-machine";

/** What is explored: the reducers of production, or copies of them with a defect. */
export interface Reducers {
  readonly step: typeof step;
  readonly stepElection: typeof stepElection;
  readonly syncModeFor: typeof syncModeFor;
}

export const production: Reducers = { step, stepElection, syncModeFor };
