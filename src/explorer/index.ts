/** Explores the closed system of the production reducers as a model of the spec bounds it. */
export { canonicalState, labelText, stateHash } from "./canonical.js";
export { labelledGraph, type GraphEdge, type GraphState } from "./graph.js";
export { ModelError } from "./model/model-error.js";
export type { ElectionModel, Model, ZabModel } from "./model/model.js";
export { readModel } from "./model/read-model.js";
export type { Counterexample, CounterexampleState } from "./search/counterexample.js";
export {
  DEFAULT_MEMORY,
  explore,
  type Exploration,
  type ExploreOptions,
  type Progress,
} from "./search/explore.js";
export { MemoryLimit } from "./search/memory-limit.js";
export { electionProperties, type ElectionProperty } from "./properties/election-properties.js";
export { memberOf, zabProperties, type ZabProperty } from "./properties/zab-properties.js";
export type { Decision } from "./election/ghosts.js";
export type { Connection } from "./zab/connection.js";
export type { Ghosts } from "./zab/ghosts.js";
export { BROKEN_INVARIANT, production, type Reducers } from "./reducers.js";
export { replay, type ReplayedStep, type ScheduledStep } from "./replay.js";
export type { Label, Parameter } from "./system.js";
