/** Translates the ordered steps of the election into the tuples of TraceElectionData. */
import { parametersOf, type TraceMessage } from "#codec";
import { meetingOf, type Elections, type History, type Known } from "../trace/elections.js";
import type { Node } from "../trace/node.js";
import { voicesOf } from "../trace/notifications.js";
import type { Run } from "../trace/run.js";
import * as tla from "./literal.js";

/** The fields in the order of Post in TraceElection.tla. */
const FIELDS = ["role", "round", "leader", "finalizing"] as const;

/** What a server that has just started would record. */
const START = { role: "LOOKING", round: 0, leader: 0, finalizing: false } as const;

type Own = { readonly [field in (typeof FIELDS)[number]]: string | number | boolean };

/** One tuple for each step; `senders` has the sending line of each that reads. */
export function electionTuples(
  steps: readonly Node[],
  { known }: Elections,
  senders: ReadonlyMap<Node, Node>,
): string[] {
  const last = new Map<number, Own>();
  return steps.map((at) => {
    const { event, server, kind } = at;
    const facts = known.get(at) as Known;
    const before = last.get(server) ?? START;
    const elected = event?.spec === "Election";
    const after = kind === "restart" ? START : elected ? { ...before, ...event.post } : before;
    last.set(server, after);
    return tla.tuple([
      tla.text(nameOf(at)),
      String(server),
      parameters(at),
      given(at, facts, known.get(senders.get(at) as Node)?.cast ?? facts.cast),
      difference(before, after),
      elected ? left(at) : "<<>>",
    ]);
  });
}

function nameOf({ event, kind }: Node): string {
  if (kind === "restart" || event === null) return "Restart";
  return (event.spec === "Election" ? event.a : meetingOf(event)) ?? "null";
}

function parameters({ event, server }: Node): string {
  if (event === null) return tla.tuple([String(server)]);
  const names = parametersOf(event.spec ?? "Zab", event.a ?? "") ?? [];
  const numbers = names.filter((name) => name !== "v" && name !== "mode");
  return tla.tuple(numbers.map((name) => String(event.p[name] ?? 0)));
}

/** See Arrange, and the steps of Zab, in TraceElection.tla. */
function given({ event }: Node, facts: Known, cast: History): string {
  if (event === null) return "<<>>";
  if (event.spec !== "Election") return tla.tuple([String(facts.established)]);
  if (event.in !== undefined) return tla.tuple([tla.message(event.in.m), history(cast)]);
  if (event.a !== "StartElection") return "<<>>";
  return tla.tuple([history(facts.own), String(facts.queueLen)]);
}

function history({ epoch, last }: History): string {
  return tla.tuple([String(epoch), tla.zxid(last)]);
}

function difference(before: Own, after: Own): string {
  const parts: string[] = [];
  FIELDS.forEach((field, k) => {
    const value = after[field];
    if (value !== before[field]) parts.push(String(k + 1), literal(value));
  });
  return tla.tuple(parts);
}

function literal(value: string | number | boolean): string {
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  return tla.field(value);
}

function left({ event }: Node): string {
  const sent = (event?.out ?? []).map(({ c, m }: { c: string; m: TraceMessage }) =>
    tla.tuple([String(voicesOf(c)?.to ?? 0), tla.message(m)]),
  );
  return tla.tuple(sent);
}

/** TraceElectionData.tla: the steps. */
export function electionData(steps: readonly string[]): string {
  return `---- MODULE TraceElectionData ----
\\* Generated for one recorded run.
EXTENDS Naturals, Sequences

Trace == <<
${steps.join(",\n")}
>>
====
`;
}

/** How the election of a run is judged, or explained before one step. */
export function electionConfig(run: Run, diag: number): string {
  return `SPECIFICATION TraceSpec
CONSTRAINT Judge
VIEW Position
CHECK_DEADLOCK FALSE
CONSTANTS
  Voter = {${run.voters.join(", ")}}
  None = None
  Cap = 1
  Diag = ${String(diag)}
`;
}
