/**
 * Where the two sides meet: TLC's labelled graph of a model, and the one that the reducers span.
 * This is a layer of its own because the judge knows no reducers and the reducers no judge.
 */
export { checkModelGraph, type CheckOptions, type CheckReport } from "./check-model.js";
export { explain } from "./explain.js";
export { placesOf, type ActionPlaces } from "./places.js";
export { protocolOf, reducersGraph } from "./reducers-graph.js";
