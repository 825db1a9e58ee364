/** Each guard of the reducers, left out. */
export { disagreements, type Present } from "./check.js";
export { checkClauses } from "./command.js";
export { readExcused, type Excused } from "./excused.js";
export { fateOf, faultOf, type Fate, type Trial } from "./fate.js";
export { Finding, findingOf } from "./finding.js";
export { guardMutants, mutantsOf, type GuardMutant } from "./guards.js";
export { lineOf, scoreText, shareOf, tableOf } from "./table.js";
export { tried } from "./trial.js";
export { unasked } from "./unasked.js";
