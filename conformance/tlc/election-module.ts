/** The text of the generated module TraceElectionData and of its configuration. */
import type { Datum } from "../steps/datum.js";
import type { Run } from "../trace/run.js";
import { literal } from "./literal.js";

/** TraceElectionData.tla: the steps. */
export function electionData(steps: readonly Datum[]): string {
  return `---- MODULE TraceElectionData ----
\\* Generated for one recorded run.
EXTENDS Naturals, Sequences

Trace == <<
${steps.map(literal).join(",\n")}
>>
====
`;
}

/** How the election of a run is judged, or explained before one step; `common` is StepElection.cfg. */
export function electionConfig(common: string, run: Run, diag: number): string {
  return `${common}
SPECIFICATION TraceSpec
CONSTRAINT Judge
VIEW Position
CHECK_DEADLOCK FALSE
CONSTANTS
  Voter = {${run.voters.join(", ")}}
  Diag = ${String(diag)}
`;
}
