/** The mistakes of spec/mutants.json, made in the reducers, recorded, and judged. */
export { attempt, isAtOnce, placeOf, setupOf, type Attempt, type Setup } from "./attempt.js";
export { disagreements } from "./check.js";
export { Finding, findingOf } from "./finding.js";
export { checkMistakes } from "./mistakes.js";
export { isExcluded, readMutants, type Excluded, type Mutant } from "./mutant.js";
export { editsDigest, mutatedReducers } from "./mutated.js";
export { isOnPage, withTable } from "./page.js";
export { keptText, readKept, type Kept } from "./record.js";
export { changedSince, digestOf, reducerDigests } from "./sources.js";
export { lineOf, scoreOf, scoreText, tableOf, type Outcome } from "./table.js";
export * as clauses from "./clauses/index.js";
export type { Excused, Fate, GuardMutant, Trial } from "./clauses/index.js";
