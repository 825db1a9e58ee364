import type { ActionCoverage } from "./coverage.js";
import type { TlcMessage } from "./message.js";
import type { Printed } from "./printed.js";
import type { ParseProblem } from "./sany-output.js";
import type { TraceEnd, TraceStep } from "./trace.js";

/**
 * How a run of TLC ended.
 *
 * - `ok`: every property holds (in a simulation: in every walk taken);
 * - `invariant`, `action-property`, `temporal`, `deadlock`: the spec violates what was asked of
 *   it; `action-property` includes a property that fails in an initial state;
 * - `assertion`, `evaluation-error`: Assert failed, or an expression has no value;
 * - `parse-error`, `config-error`: nothing was checked;
 * - `interrupted`: aborted, or out of time;
 * - `failed`: TLC or Java itself broke down.
 */
export type Verdict =
  | "ok"
  | "invariant"
  | "action-property"
  | "temporal"
  | "deadlock"
  | "assertion"
  | "evaluation-error"
  | "parse-error"
  | "config-error"
  | "interrupted"
  | "failed";

/** State counts; null where TLC did not get far enough, or does not count. */
export interface TlcCounts {
  readonly generated: number | null;
  readonly distinct: number | null;
  /** States found but not yet explored: 0 after a complete search. */
  readonly queue: number | null;
  /** Of the complete state graph. Exact only with one worker. */
  readonly depth: number | null;
}

/** Everything one run of TLC says. */
export interface TlcResult {
  readonly verdict: Verdict;
  /**
   * The violated invariant or property. TLC does not name temporal properties: then this is the
   * only property of the configuration, or null when there are several.
   */
  readonly property: string | null;
  /** Why the verdict is not `ok`, in one line; null when it is. */
  readonly message: string | null;
  /** Set when the verdict is `interrupted`. */
  readonly interruption: "aborted" | "time-out" | null;
  readonly counts: TlcCounts;
  /** Wall-clock time of the whole run, the start of Java included. */
  readonly durationMs: number;
  /** The offending behaviour, from an initial state on; empty when there is none. */
  readonly counterexample: readonly TraceStep[];
  /** How the counterexample of a liveness property goes on for ever; otherwise null. */
  readonly counterexampleEnd: TraceEnd | null;
  /** What the spec printed, in order, up to `maxPrinted`. */
  readonly printed: readonly Printed[];
  /** How many prints there were beyond `maxPrinted`. */
  readonly printedDropped: number;
  /** Per action, when coverage was asked for. */
  readonly coverage: readonly ActionCoverage[];
  /** Why a module does not parse. */
  readonly problems: readonly ParseProblem[];
  /** TLC's errors and warnings as it framed them. */
  readonly diagnostics: readonly TlcMessage[];
  /** TLC's name and version; null when it did not start. */
  readonly tlcVersion: string | null;
  /** The seed of the run, as text because it has 64 bits. */
  readonly seed: string | null;
  /** Null when the process was killed. */
  readonly exitCode: number | null;
}
