/** The text of the generated module TraceData and of its configuration. */
import { zxid, type Datum } from "../steps/datum.js";
import type { Entry, Start } from "../steps/history.js";
import type { Run } from "../trace/run.js";
import { literal } from "./literal.js";

/** TraceData.tla: the initial disks and the steps. */
export function traceData(
  run: Run,
  starts: readonly Start[],
  histories: ReadonlyMap<number, readonly Entry[]>,
  steps: readonly Datum[],
): string {
  const longest = [...histories.values()].reduce((a, b) => (b.length > a.length ? b : a), []);
  const epochs = (key: "acceptedEpoch" | "currentEpoch") => (server: number) =>
    String(starts.find(({ header }) => header.server === server)?.header.base[key] ?? 0);
  return `---- MODULE TraceData ----
\\* Generated for one recorded run.
EXTENDS Naturals, Sequences

Txns(h) == [k \\in 1..Len(h) |-> [zxid |-> <<h[k][1], h[k][2]>>, val |-> h[k][3]]]

Longest == Txns(${entries(longest)})

InitialLog == ${perServer(run, (server) => history(histories.get(server) ?? [], longest))}

InitialAcceptedEpoch == ${perServer(run, epochs("acceptedEpoch"))}

InitialCurrentEpoch == ${perServer(run, epochs("currentEpoch"))}

Trace == <<
${steps.map(literal).join(",\n")}
>>
====
`;
}

function perServer(run: Run, value: (server: number) => string): string {
  const cases = run.servers.map((server) => `s = ${String(server)} -> ${value(server)}`);
  return `[s \\in {${run.servers.join(", ")}} |-> CASE ${cases.join(" [] ")}]`;
}

/** A history as a prefix of the longest one where it is, which spares the parser most of it. */
function history(own: readonly Entry[], longest: readonly Entry[]): string {
  const isPrefix = own.every(
    ({ zxid, val }, k) => longest[k]?.zxid === zxid && longest[k]?.val === val,
  );
  return isPrefix ? `SubSeq(Longest, 1, ${String(own.length)})` : `Txns(${entries(own)})`;
}

function entries(own: readonly Entry[]): string {
  return literal(own.map((entry) => [...(zxid(entry.zxid) as readonly number[]), entry.val]));
}

/**
 * How a run is judged: with every property, or only up to one step, to explain it; `common` is
 * StepZab.cfg.
 */
export function traceConfig(common: string, run: Run, diag: number, sampling: number): string {
  return `${common}
SPECIFICATION TraceSpec
CONSTRAINT Judge
VIEW Position
CHECK_DEADLOCK FALSE
CONSTANTS
  Server = {${run.servers.join(", ")}}
  Voter = {${run.voters.join(", ")}}
  Diag = ${String(diag)}
  Sampling = ${String(sampling)}
`;
}
