export { checkModel, checkModels, timeLimitMs } from "./check-model.js";
export type { CheckOptions, ModelReport } from "./check-model.js";
export { compare, describeVerdict } from "./compare.js";
export type { ModelEntry } from "./entry.js";
export { parseExpectation, type Expectation } from "./expectation.js";
export { formatHead, formatProgress, formatReport, formatSummary } from "./format.js";
export { loadManifest, ManifestError, type Manifest } from "./manifest.js";
export { selectModels, type Selection } from "./select.js";
