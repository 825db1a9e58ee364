/** What the call has wrong: one line with place and remedy. */
export class SimulatorError extends Error {}
