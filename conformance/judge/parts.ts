/** The steps of each spec as the judge by its text takes them. */
import type { ElectionEvidence } from "../evidence.js";
import { electionTuples } from "../steps/election.js";
import { zxid } from "../steps/datum.js";
import { startsOf } from "../steps/history.js";
import type { Labels } from "../steps/labels.js";
import type { Translator } from "../steps/zab.js";
import type { Value, ValueTable } from "../tla/index.js";
import type { Step } from "../trace/order.js";
import type { Run } from "../trace/run.js";
import type { Line, TextPart } from "./part.js";
import { readSpec } from "./spec-files.js";
import { valueOf } from "./values.js";

interface Reading {
  readonly specDir: string;
  readonly labels: Labels;
}

const setOf = (servers: readonly number[]): string => `{${servers.join(", ")}}`;

export function zabText(
  run: Run,
  steps: Iterable<Step>,
  translator: Translator,
  { specDir, labels }: Reading,
): TextPart {
  const constants = `CONSTANTS Server = ${setOf(run.servers)} Voter = ${setOf(run.voters)}`;
  return {
    text: readSpec("Zab", specDir, constants),
    labels,
    lines: translated(steps, translator),
    begin: (table) => beginning(run, translator, table),
    counts: ["known", "formed"],
  };
}

function* translated(steps: Iterable<Step>, translator: Translator): Generator<Line> {
  for (const step of steps) yield { step, datum: translator.translate(step) };
}

/** What is on the disks when the servers start first. */
function beginning(run: Run, { histories }: Translator, table: ValueTable): readonly Value[] {
  const starts = new Map(startsOf(run).map(({ header }) => [header.server, header.base]));
  const perServer = (of: (server: number) => Value): Value =>
    table.fcn(run.servers.map((server) => [server, of(server)] as const));
  const txns = (server: number): Value =>
    table.tuple(
      (histories.get(server) ?? []).map((entry) =>
        table.record([
          ["zxid", valueOf(table, zxid(entry.zxid))],
          ["val", entry.val],
        ]),
      ),
    );
  return [
    perServer(txns),
    perServer((server) => starts.get(server)?.acceptedEpoch ?? 0),
    perServer((server) => starts.get(server)?.currentEpoch ?? 0),
  ];
}

export function electionText(
  run: Run,
  { elections, steps, senders }: ElectionEvidence,
  { specDir, labels }: Reading,
): TextPart {
  const tuples = electionTuples(
    steps.map(({ node }) => node),
    elections,
    senders,
  );
  return {
    text: readSpec("Election", specDir, `CONSTANTS Voter = ${setOf(run.voters)}`),
    labels,
    lines: steps.map((step, k) => ({ step, datum: tuples[k] ?? [] })),
    begin: null,
    counts: ["nSettled"],
  };
}
