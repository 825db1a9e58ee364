/** Judges one recorded run against the specs and gives one of the verdicts, whatever happens. */
import { zabParameters } from "#codec";
import { RunnerError } from "tla2tools-runner";
import type { Finding } from "./finding.js";
import { specFolder } from "./judge/spec-files.js";
import type { Summary, Verdict } from "./report/verdict.js";
import { digestNotes } from "./trace/digests.js";
import { electionTuples } from "./steps/election.js";
import { startsOf } from "./steps/history.js";
import { Translator } from "./steps/zab.js";
import { electionConfig, electionData } from "./tlc/election-module.js";
import type { JudgeOptions } from "./tlc/judge.js";
import { traceConfig, traceData } from "./tlc/module.js";
import { judgePart, type Part } from "./tlc/part.js";
import { orderConnections } from "./trace/connections.js";
import { electionsOf, type Elections } from "./trace/elections.js";
import { gatherRun } from "./trace/gather.js";
import { matchMessages } from "./trace/match.js";
import { nodesOf, type Lines } from "./trace/nodes.js";
import { matchNotifications } from "./trace/notifications.js";
import { causalOrder, inOrder, type Step } from "./trace/order.js";
import { placeText, type Run } from "./trace/run.js";
import { BadInput, CannotTell } from "./trace/stop.js";

export interface CheckOptions extends JudgeOptions {
  /** Longer runs are refused: "cannot tell". Default 20,000 steps. */
  readonly maxSteps?: number | undefined;
}

/** TLC's parser keeps some 50 kB for each step; more than these and it takes gigabytes. */
const MAX_STEPS = 20_000;

/** Properties of whole histories are evaluated after every step of runs up to this length. */
const EVERY_STEP = 2000;

/**
 * Judges the run recorded in a folder, or in the given files. The files are only read.
 *
 * Nothing is thrown: a run that cannot be read, or judged, is a verdict too.
 */
export async function checkRun(
  source: string | readonly string[],
  options: CheckOptions = {},
): Promise<Verdict> {
  try {
    return await judged(await gatherRun(source), options);
  } catch (error) {
    if (error instanceof BadInput) return { verdict: "bad input", faults: error.faults };
    if (error instanceof CannotTell) {
      return { verdict: "cannot tell", reason: error.message, place: error.place };
    }
    if (error instanceof RunnerError) {
      return { verdict: "cannot tell", reason: error.message, place: null };
    }
    throw error;
  }
}

async function judged(run: Run, options: CheckOptions): Promise<Verdict> {
  const lines = nodesOf(run);
  matchMessages(run, lines.perServer);
  const steps = inOrder(orderConnections(lines.perServer));
  const elections = electionsOf(run);
  const election = elections.judged > 0 ? electionPart(run, elections) : null;
  const modules = election === null ? (["Zab"] as const) : (["Zab", "Election"] as const);
  const digests = await digestNotes(run, modules, options.specDir ?? specFolder());
  const notes = [...run.notes, ...digests, ...elections.notes];
  const summary = { ...summaryOf(run, lines, steps, elections), notes };
  refuseLong(Math.max(steps.length, election?.steps.length ?? 0), options);
  const translator = new Translator(startsOf(run));
  const [conflict] = translator.conflicts;
  if (conflict !== undefined) return beforeTheFirstStep(summary, conflict);
  const zab = await judgePart(zabPart(run, steps, translator), options);
  const elected = election === null ? null : await judgePart(election, options);
  if (!zab.ok) return violation(run, summary, zab, elected?.ok === false ? elected : null);
  if (elected?.ok === false) return violation(run, summary, elected, null);
  const [committed, established] = zab.counts as [number, number];
  const decisions = elected?.counts[0] ?? 0;
  return { verdict: "conforms", summary, committed, established, decisions };
}

function refuseLong(steps: number, { maxSteps = MAX_STEPS }: CheckOptions): void {
  if (steps <= maxSteps) return;
  const long = `${String(steps)} steps, and this judge takes ${String(maxSteps)}`;
  throw new CannotTell(`the run is too long: ${long}; record a shorter one`, null);
}

function zabPart(run: Run, steps: readonly Step[], translator: Translator): Part {
  const tuples = steps.map((step) => translator.translate(step));
  const sampling = steps.length <= EVERY_STEP ? 1 : Math.ceil(steps.length / EVERY_STEP);
  const starts = startsOf(run);
  return {
    spec: "Zab",
    steps,
    tuples,
    data: (kept) => traceData(run, starts, translator.histories, kept),
    config: (common, diag) => traceConfig(common, run, diag, diag === 0 ? sampling : 1),
    // One state before the disks are filled, one after.
    position: (depth) => depth - 1,
  };
}

/**
 * The election has an order of its own: a notification may arrive before what its sender's last
 * connection of Zab still carries, which the order of Zab puts before the end of that connection.
 */
function electionPart(run: Run, elections: Elections): Part {
  const senders = matchNotifications(run, elections.perServer);
  const nodes = causalOrder(elections.perServer);
  return {
    spec: "Election",
    steps: nodes.map((node) => ({ kind: node.kind, node, learner: node.server })),
    tuples: electionTuples(nodes, elections, senders),
    data: electionData,
    config: (common, diag) => electionConfig(common, run, diag),
    // Two states for each step: the channels as it finds them, and what it did.
    position: (depth) => Math.floor(depth / 2),
  };
}

/** Two servers disagree about a txn before anything was recorded: property LogMatching. */
function beforeTheFirstStep(
  summary: Summary,
  { start, problem }: Translator["conflicts"][number],
): Verdict {
  const { place, header } = start;
  const parameters = [`s = ${String(header.server)}`];
  const [recorded, expected] = [problem, "one txn for each zxid"];
  return {
    verdict: "violates",
    summary,
    spec: "Zab",
    step: { place, server: header.server, q: null, action: "Init", parameters },
    position: 0,
    reason: "contradiction",
    fields: [{ name: "base.log", recorded, expected }],
    properties: [],
    situation: [],
    enabled: [],
    lastGood: null,
    sender: null,
  };
}

/**
 * The verdict of a run with a fault, or with one in each spec. Of two the one of Zab is shown,
 * because the election depends on Zab's lines and not the other way round, unless that of the
 * election stands before it in the lines of one server. The other one is a note.
 */
function violation(run: Run, summary: Summary, zab: Finding, election: Finding | null): Verdict {
  const earlier = election !== null && standsBefore(run, election, zab);
  const [shown, other] = earlier ? [election, zab] : [zab, election];
  const { spec, step, position, reason } = shown;
  const { fields, properties, situation, enabled, lastGood, sender } = shown;
  const found = { spec, step, position, reason, fields, properties, situation, enabled };
  const notes =
    other === null
      ? summary.notes
      : [
          ...summary.notes,
          `${other.spec}.tla is violated, too: ${placeText(other.step.place)} ${other.step.action}`,
        ];
  return { verdict: "violates", summary: { ...summary, notes }, ...found, lastGood, sender };
}

function standsBefore(run: Run, a: Finding, b: Finding): boolean {
  if (a.step.server !== b.step.server) return false;
  const files = (run.lives.get(a.step.server) ?? []).map(({ file }) => file);
  const [x, y] = [a, b].map(({ step }) => step.place);
  if (x === undefined || y === undefined) return false;
  if (x.file === y.file) return x.line < y.line;
  return files.indexOf(x.file) < files.indexOf(y.file);
}

function summaryOf(run: Run, lines: Lines, steps: readonly Step[], elections: Elections): Summary {
  const byName = (counts: ReadonlyMap<string, number>) =>
    Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  const actions = byName(lines.actions);
  return {
    files: [...run.lives.values()].reduce((sum, lives) => sum + lives.length, 0),
    servers: run.servers,
    voters: run.voters,
    steps: steps.length,
    actions,
    neverSeen: Object.keys(zabParameters).filter((name) => !Object.hasOwn(actions, name)),
    restarts: steps.filter(({ kind }) => kind === "restart").length,
    breaks: steps.filter(({ kind }) => kind === "break").length,
    electionEvents: elections.read,
    electionJudged: elections.judged,
    electionActions: byName(elections.actions),
    dropped: lines.dropped,
    notes: run.notes,
  };
}
