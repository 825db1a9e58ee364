/** Damage to recorded runs, made to see whether the judge notices. */
export type { Damage, Kind } from "./damage.js";
export { outcomeOf, type Outcome } from "./outcome.js";
export { readRunText, writeRunText, type LineAt, type RunText } from "./run-text.js";
export {
  namedShare,
  rowsOf,
  tableText,
  wrongVerdicts,
  type Judged,
  type Proof,
  type Row,
} from "./table.js";
export { damagesOf, kinds, trials, type Judge, type Trial, type TrialOptions } from "./trial.js";
