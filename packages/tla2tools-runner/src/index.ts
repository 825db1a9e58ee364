export {
  cfgChecksDeadlock,
  cfgInvariants,
  cfgProperties,
  cfgUsesSymmetry,
} from "./cfg-properties.js";
export type { ActionCoverage } from "./coverage.js";
export type { DistributedOptions, DistributedResult } from "./distributed/options.js";
export { runDistributed } from "./distributed/run-distributed.js";
export { RunnerError, type RunnerErrorCode } from "./errors.js";
export { exportXml } from "./export-xml.js";
export { formatTlaValue } from "./format-value.js";
export { ARTIFACT, resolveJar, type JarOptions, type ToolsJar } from "./jar.js";
export { findJava, MIN_JAVA, type Java } from "./java.js";
export type { SpecLocation } from "./location.js";
export type { TlcMessage } from "./message.js";
export { parseTlaValue, TlaValueError } from "./parse-value.js";
export type { Printed } from "./printed.js";
export type { TlcProgress } from "./progress.js";
export type { RunOptions } from "./run-options.js";
export { runSany, type SanyResult } from "./run-sany.js";
export { runTlc } from "./run-tlc.js";
export { formatProblem, type ParseProblem } from "./sany-output.js";
export type { TlcOptions } from "./tlc-options.js";
export type { TlcCounts, TlcResult, Verdict } from "./tlc-result.js";
export { resolveTools, type Tools, type ToolsOptions } from "./tools.js";
export type { TraceEnd, TraceStep } from "./trace.js";
export { modelValue, OpaqueValue, type TlaRecord, type TlaValue } from "./value.js";
