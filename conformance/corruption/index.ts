/** Damage to recorded runs, made to see whether the judge notices. */
export type { Damage, Kind } from "./damage.js";
export { withTable } from "./page.js";
export { campaignOf, parseRecord, recordText, rowsIn, type Campaign } from "./record.js";
export { outcomeOf, type Outcome } from "./outcome.js";
export { readRunText, type LineAt, type RunText } from "./run-text.js";
export {
  footnoteText,
  namedShares,
  percent,
  rowsOf,
  tableText,
  wrongVerdicts,
  type Judged,
  type Proof,
  type Row,
} from "./table.js";
export { damagesOf, kinds, trials, type Judge, type Trial, type TrialOptions } from "./trial.js";
