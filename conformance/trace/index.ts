/** Reads recorded runs: as streams, in an order without clocks, and without repair. */
export { openRun } from "./open-run.js";
export { RunReader, type Opened, type Start } from "./run-reader.js";
export type { ElectionStep, Step, ZabStep } from "./step.js";
export { BadInput, CannotTell, type Fault } from "./stop.js";
export { placeText, type Place } from "./run.js";
export type { Node } from "./node.js";
export { quickEvent } from "./quick-event.js";
export { Followed, type FollowOptions, type Lag } from "./follow.js";
