/** Judges one recorded run against spec/Zab.tla and gives one of the verdicts, whatever happens. */
import { zabParameters } from "#codec";
import { RunnerError } from "tla2tools-runner";
import type { StepShown, Summary, Verdict } from "./report/verdict.js";
import { digestNotes } from "./trace/digests.js";
import { Judge, specFolder, type JudgeOptions, type Outcome } from "./tlc/judge.js";
import { startsOf, type Start } from "./tlc/history.js";
import { traceConfig, traceData } from "./tlc/module.js";
import { Translator } from "./tlc/steps.js";
import { valueText } from "./tlc/values.js";
import { orderConnections } from "./trace/connections.js";
import { gatherRun } from "./trace/gather.js";
import { matchMessages } from "./trace/match.js";
import type { Contradiction } from "./trace/node.js";
import { nodesOf, type Lines } from "./trace/nodes.js";
import { inOrder, type Step } from "./trace/order.js";
import type { Run } from "./trace/run.js";
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
  const notes = [...run.notes, ...(await digestNotes(run, options.specDir ?? specFolder()))];
  const summary = { ...summaryOf(run, lines, steps), notes };
  const limit = options.maxSteps ?? MAX_STEPS;
  if (steps.length > limit) {
    const long = `${String(steps.length)} steps, and this judge takes ${String(limit)}`;
    throw new CannotTell(`the run is too long: ${long}; record a shorter one`, null);
  }
  const starts = startsOf(run);
  const translator = new Translator(starts);
  const [conflict] = translator.conflicts;
  if (conflict !== undefined) return beforeTheFirstStep(summary, conflict);
  const tuples = steps.map((step) => translator.translate(step));
  const contradicted = steps.findIndex(({ node, kind }) =>
    kind === "break" ? false : node.contradictions.length > 0,
  );
  const known = contradicted < 0 ? steps.length : contradicted;
  const evidence = { run, steps, summary, starts, translator };
  const module = traceData(run, starts, translator.histories, tuples.slice(0, known));
  const judge = await Judge.on(module, known, options);
  try {
    return await decide(evidence, judge, known);
  } finally {
    await judge.close();
  }
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

interface Evidence {
  readonly run: Run;
  readonly steps: readonly Step[];
  readonly summary: Summary;
  readonly starts: readonly Start[];
  readonly translator: Translator;
}

/** Asks TLC about the first `known` steps; the one behind them, if any, contradicts itself. */
async function decide(evidence: Evidence, judge: Judge, known: number): Promise<Verdict> {
  const { run, steps, summary } = evidence;
  const sampling = known <= EVERY_STEP ? 1 : Math.ceil(known / EVERY_STEP);
  const outcome = await judge.run(traceConfig(run, 0, sampling));
  const broken = outcome.said.filter(({ word }) => word === "BROKEN");
  if (broken.length > 0) {
    const properties = broken.map(({ rest }) => valueText(rest[1]));
    return violation(evidence, Number(broken[0]?.rest[0]), "property", { properties });
  }
  const accepted = outcome.said.find(({ word }) => word === "ACCEPTED");
  if (accepted === undefined) return rejection(evidence, judge, outcome, known);
  const contradicting = steps[known];
  if (contradicting !== undefined) {
    const fields = contradicting.node.contradictions;
    return violation(evidence, known + 1, "contradiction", { fields });
  }
  const [, committed, established] = accepted.rest.map(Number) as [number, number, number];
  return { verdict: "conforms", summary, committed, established };
}

/** The step that no behaviour of the spec allows, and what the spec would have instead. */
async function rejection(
  evidence: Evidence,
  judge: Judge,
  { said, depth }: Outcome,
  known: number,
): Promise<Verdict> {
  const position = depth - 1;
  if (position < 1 || position > known) {
    throw new CannotTell(`TLC neither accepted the run nor rejected a step of it`, null);
  }
  const fields = differences(evidence, said, position);
  if (fields.length > 0) return violation(evidence, position, "differs", { fields });
  const explained = await judge.run(traceConfig(evidence.run, position, 1));
  const lines = (word: string, separator: string) =>
    explained.said
      .filter((one) => one.word === word)
      .map(({ rest: [name, value] }) => `${valueText(name)}${separator}${valueText(value)}`);
  return violation(evidence, position, "not enabled", {
    situation: lines("STATE", " = "),
    enabled: explained.said
      .filter(({ word }) => word === "ENABLED")
      .map(({ rest }) => `${valueText(rest[0])}(${(rest[1] as unknown[]).join(", ")})`),
  });
}

function differences(
  { steps }: Evidence,
  said: Outcome["said"],
  position: number,
): Contradiction[] {
  const found = new Map<string, Contradiction>();
  for (const { word, rest } of said) {
    if (Number(rest[0]) !== position) continue;
    const learner = word === "OUT" ? ` on the connection of server ${valueText(rest[1])}` : "";
    const name = word === "OUT" ? `out${learner}` : valueText(rest[1]);
    if (word !== "OUT" && word !== "FIELD") continue;
    const recorded = asRecorded(steps[position - 1], name, valueText(rest[2]));
    const expected = valueText(rest[3]);
    const before = found.get(name);
    const either = before === undefined ? expected : `${before.expected} or ${expected}`;
    found.set(name, { name, recorded, expected: either });
  }
  return [...found.values()];
}

/** Lengths are recorded in the server's own numbering: both are shown where they differ. */
function asRecorded(step: Step | undefined, name: string, counted: string): string {
  const post = (step?.node.event?.post ?? {}) as Record<string, unknown>;
  const own = post[name.replace(/^post\./, "")];
  if (typeof own !== "number" || String(own) === counted) return counted;
  return `${String(own)} (${counted} in the spec's count)`;
}

function violation(
  { steps, summary }: Evidence,
  position: number,
  reason: "not enabled" | "differs" | "contradiction" | "property",
  found: Partial<Pick<Extract<Verdict, { verdict: "violates" }>, Found>>,
): Verdict {
  const at = steps[position - 1] as Step;
  const before = steps.slice(0, position - 1);
  const lastGood = before.findLast(
    ({ node, kind }) => node.server === at.node.server && kind !== "break",
  );
  return {
    verdict: "violates",
    summary,
    step: shownStep(at),
    position,
    reason,
    fields: found.fields ?? [],
    properties: found.properties ?? [],
    situation: found.situation ?? [],
    enabled: found.enabled ?? [],
    lastGood: lastGood === undefined ? null : shownStep(lastGood),
    sender: at.node.sender,
  };
}

type Found = "fields" | "properties" | "situation" | "enabled";

function shownStep({ node, kind, learner }: Step): StepShown {
  const { place, server, event } = node;
  const q = event?.q ?? null;
  if (kind === "break") {
    return { place, server, q, action: "ConnBreak", parameters: [`f = ${String(learner)}`] };
  }
  const parameters = Object.entries(event?.p ?? { s: server }).map(
    ([name, value]) => `${name} = ${String(value)}`,
  );
  const action = kind === "restart" ? "Restart" : (event?.a ?? "null");
  return { place, server, q, action, parameters };
}

function summaryOf(run: Run, lines: Lines, steps: readonly Step[]): Summary {
  const actions = Object.fromEntries([...lines.actions].sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    files: [...run.lives.values()].reduce((sum, lives) => sum + lives.length, 0),
    servers: run.servers,
    voters: run.voters,
    steps: steps.length,
    actions,
    neverSeen: Object.keys(zabParameters).filter((name) => !Object.hasOwn(actions, name)),
    restarts: steps.filter(({ kind }) => kind === "restart").length,
    breaks: steps.filter(({ kind }) => kind === "break").length,
    electionEvents: lines.electionEvents,
    dropped: lines.dropped,
    notes: run.notes,
  };
}
