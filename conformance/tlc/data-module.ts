/** The text of the generated module that spec/traces reads runs from, and of its configuration. */
import type { SpecName } from "../judge/spec-files.js";
import { zxid, type Datum } from "../steps/datum.js";
import type { Entry, Start } from "../steps/history.js";
import { BURSTS, Histories, type Txn } from "./histories.js";
import { literal } from "./literal.js";
import type { Ends, Ensemble } from "./piece.js";
import { withDefinitions } from "./state-text.js";

/** The generated module of each spec. */
export const DATA = { Zab: "TraceData", Election: "TraceElectionData" } as const;

/** What stands before the first record of a run. */
export function dataHead(spec: SpecName): string {
  return `---- MODULE ${DATA[spec]} ----
\\* Generated for recorded runs.
EXTENDS Step${spec}, TLC

${BURSTS}
Runs == <<
`;
}

/** What stands behind the last one. */
export const dataTail = ">>\n====\n";

/** A run without its steps: what stands before them, and behind. */
export function recordText({ begin, end }: Ends, sampling: number): readonly [string, string] {
  const head = `[loads |-> ${literal(begin.loads)},\n begin |-> ${begin.text},\n steps |-> <<\n`;
  const last = `goesOn |-> ${literal(end !== null)},\n end |-> ${end ?? "<<>>"}`;
  return [head, `\n>>,\n ${last},\n sampling |-> ${String(sampling)}]\n`];
}

export function stepsText(tuples: readonly Datum[]): string {
  return tuples.map(literal).join(",\n");
}

/** `common` is StepZab.cfg, or StepElection.cfg. */
export function traceConfig(spec: SpecName, common: string, { servers, voters }: Ensemble): string {
  const server = spec === "Zab" ? `\n  Server = {${servers.join(", ")}}` : "";
  return `${common}
SPECIFICATION TraceSpec
CONSTRAINT Judge
VIEW Position
CHECK_DEADLOCK FALSE
CONSTANTS${server}
  Voter = {${voters.join(", ")}}
`;
}

/** How the election of a run begins: as Init says. */
export const AS_INIT = { loads: true, text: "<<>>", longest: 0 } as const;

/** The disks as the servers of a run found them. */
export function disksText(
  { servers }: Ensemble,
  starts: readonly Start[],
  histories: ReadonlyMap<number, readonly Entry[]>,
): Ends["begin"] {
  const own = new Map([...histories].map(([server, entries]) => [server, entries.map(txnOf)]));
  const written = new Histories([...own.values()]);
  const perServer = (of: (server: number) => string) =>
    `(${servers.map((server) => `${String(server)} :> ${of(server)}`).join(" @@ ")})`;
  const epochs = (key: "acceptedEpoch" | "currentEpoch") =>
    perServer((server) =>
      String(starts.find(({ header }) => header.server === server)?.header.base[key] ?? 0),
    );
  const fields = [
    `log |-> ${perServer((server) => written.text(own.get(server) ?? []))}`,
    `acceptedEpoch |-> ${epochs("acceptedEpoch")}`,
    `currentEpoch |-> ${epochs("currentEpoch")}`,
  ];
  const record = `[${fields.join(",\n ")}]`;
  const text = withDefinitions(written.definitions, record);
  return { loads: true, text, longest: written.longest };
}

function txnOf({ zxid: id, val }: Entry): Txn {
  const [epoch, counter] = zxid(id) as readonly [number, number];
  return { epoch, counter, val };
}
