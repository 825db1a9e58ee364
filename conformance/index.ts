/**
 * The judge: recorded runs against the text of the spec.
 *
 *   trace/   reads the files, pairs messages, finds an order: no clocks, no repair
 *   steps/   a line as a tuple, whose meaning stands in spec/traces
 *   judge/   follows the lines through the spec by an evaluator of its text, and explains
 *   tlc/     the second judge: the run as a TLA+ module, and what TLC says of it
 *   tla/     the evaluator
 *   survey/  what the judged runs have shown of the spec
 *   verdict/ what any judge can say of a run
 *   report/  the verdict, for people and for programs
 */
export { agreementText, type Agreement } from "./agreement.js";
export { followRun, type LiveOptions, type Progress } from "./follow-run.js";
export { tuneProcess } from "./tune-process.js";
export {
  checkRun,
  checkRunsTwice,
  checkRunTwice,
  type CheckOptions,
  type OneRun,
  type TwoVerdicts,
} from "./check-run.js";
export {
  coverageOf,
  formatCoverage,
  GateError,
  missedBy,
  parseGate,
  type Coverage,
  type Gate,
} from "./report/coverage.js";
export {
  EXPORT_FORMATS,
  ExportError,
  exportRun,
  type ExportFormat,
  type ExportOptions,
  type NotExported,
} from "./report/export/export-run.js";
export { Machines } from "./judge/machines.js";
export { ItfWriter, itfValue } from "./report/export/itf.js";
export type { StepObserver } from "./report/export/observer.js";
export { shivizLog } from "./report/export/shiviz.js";
export type { JudgedRun } from "./report/judged.js";
export { verdictJson } from "./report/json.js";
export { junitXml } from "./report/junit.js";
export { coloured, paintFor, plain, type Paint } from "./report/paint.js";
export { sarifLog } from "./report/sarif.js";
export { markdownSummary } from "./report/summary.js";
export { formatVerdict } from "./report/text.js";
export type {
  Clause,
  Exchange,
  Explanation,
  FieldShown,
  LineShown,
  NearMiss,
  Passage,
  Places,
  PropertyShown,
  Valued,
} from "./verdict/explanation.js";
export {
  exitCodeOf,
  type Conforms,
  type StepShown,
  type Summary,
  type Undecided,
  type Unreadable,
  type Verdict,
  type Violates,
} from "./verdict/verdict.js";
export { isTraceFile } from "./trace/trace-files.js";
export { formatSurvey, newSurvey, SurveyBook, type RunSurvey } from "./survey/book.js";
