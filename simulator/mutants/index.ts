/** The mistakes of spec/mutants.json, made in the reducers, recorded, and judged. */
export { attempt, isAtOnce, placeOf, setupOf, type Attempt, type Setup } from "./attempt.js";
export { isExcluded, readMutants, type Excluded, type Mutant } from "./mutant.js";
export { mutatedReducers } from "./mutated.js";
export { withTable } from "./page.js";
export { lineOf, scoreOf, scoreText, tableOf, type Outcome } from "./table.js";
export * as clauses from "./clauses/index.js";
export type { Excused, Fate, GuardMutant, Trial } from "./clauses/index.js";
