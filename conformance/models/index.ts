export { formatBudgets, overdrawn } from "./budget.js";
export { checkDistributed, type DistributedCheckOptions } from "./check-distributed.js";
export { checkModel, timeLimitMs, walksOf } from "./check-model.js";
export { checkModels, type CheckAllOptions } from "./check-models.js";
export type { CheckOptions, ModelReport } from "./check-model.js";
export { compare, describeVerdict } from "./compare.js";
export type { ModelEntry, Simulation } from "./entry.js";
export { parseExpectation, type Expectation } from "./expectation.js";
export {
  formatCounterexample,
  formatHead,
  formatProgress,
  formatReasons,
  formatReport,
  formatSummary,
} from "./format.js";
export { loadManifest, ManifestError, type Manifest } from "./manifest.js";
export { propertyFacts, propertyTable, type PropertyFacts } from "./properties.js";
export { selectModels, type Selection } from "./select.js";
export { modelTable, TABLE_HEAD } from "./table.js";
export { isTier, TIERS, tiersOf, type Tier } from "./tier.js";
export { witnessTable, WITNESS_HEAD } from "./witness-table.js";
export { witnessDepths } from "./witnesses.js";
