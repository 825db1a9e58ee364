/** One pass over a run: its lines are read, put in order and judged by the text of both specs. */
import { zabParameters } from "#codec";
import { conclusion } from "../verdict/conclusion.js";
import type { Outcomes } from "../verdict/finding.js";
import type { RunSurvey } from "../survey/book.js";
import type { StepObserver } from "../report/export/observer.js";
import type { Summary, Verdict } from "../verdict/verdict.js";
import type { Datum } from "../steps/datum.js";
import { ElectionTranslator } from "../steps/election.js";
import { Translator } from "../steps/zab.js";
import { digestNotes, refuseOtherSpec } from "../trace/digests.js";
import type { RecordedFor } from "../trace/recorded-for.js";
import type { RunReader, Step } from "../trace/index.js";
import { CannotTell } from "../trace/stop.js";
import { unjudged } from "../trace/unjudged.js";
import { beforeTheFirstStep } from "../verdict/violation.js";
import { judgedElection, judgedZab } from "./judged-specs.js";
import { Machines, type Lease } from "./machines.js";
import { SpecJudge } from "./spec-judge.js";
import type { Witness } from "./witness.js";

export interface Judging {
  readonly specDir: string;
  readonly allowOtherSpec: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly observer?: StepObserver | undefined;
  readonly survey?: RunSurvey | undefined;
  /** Compiled specs, where several runs are judged by the same ones. */
  readonly machines?: Machines | undefined;
  /** Does not read on behind a line that is not allowed: for a run that still goes on. */
  readonly stopsAtOnce?: boolean | undefined;
  readonly witness?: Witness | undefined;
  /** Is told how many lines were taken. */
  readonly taken?: ((steps: number) => void) | undefined;
}

/** Lines judged before others may use the thread. */
const BREATH = 2000;

/**
 * The whole run is read, also behind what is not allowed: a line that is missing there is said,
 * because what is not whole accuses nobody.
 *
 * @throws BadInput, CannotTell
 */
export async function judgeRun(reader: RunReader, judging: Judging): Promise<Verdict> {
  const lease = (judging.machines ?? new Machines()).lease();
  try {
    return await judged(reader, judging, lease);
  } finally {
    lease.end();
  }
}

async function judged(reader: RunReader, judging: Judging, lease: Lease): Promise<Verdict> {
  const { opened } = reader;
  const { specDir, allowOtherSpec, signal, observer, survey, witness } = judging;
  let { specs } = opened;
  let digests = await notesOn(specs, specDir);
  if (!allowOtherSpec) refuseOtherSpec(digests.Zab);
  const translator = new Translator(opened.starts);
  const [conflict] = translator.conflicts;
  const zab = conflict
    ? null
    : new SpecJudge({
        ...(await judgedZab(opened, translator, specDir, lease)),
        observer,
        survey: survey?.zab,
      });
  const votes = new ElectionTranslator();
  let election: SpecJudge | null = null;
  const count = { event: 0, refused: 0, restart: 0, break: 0 };
  const silent = new Set(opened.lives.flat().map(({ file }) => file));
  const summary = (): Summary => {
    const others = election === null ? digests.Zab : [...digests.Zab, ...digests.Election];
    return { ...summaryOf(reader, count, others), silent: [...silent] };
  };
  const { histories } = translator;
  if (!conflict) witness?.opens({ opened, starts: opened.starts, histories, summary });
  let taken = 0;
  let stopped: unknown = null;
  /** Gives what the witness has to wait for. */
  const take = (
    judge: SpecJudge | null,
    step: Step,
    translate: () => Datum,
  ): Promise<void> | undefined => {
    if (judge === null) return undefined;
    const isWanted = witness?.wants(step.spec) === true;
    const isJudged = stopped === null && judge.finding === null;
    if (!isJudged && !isWanted) return undefined;
    let datum: Datum;
    try {
      datum = translate();
    } catch (error) {
      if (error instanceof CannotTell) witness?.lacks(step.spec, error);
      if (isJudged) throw error;
      return undefined;
    }
    try {
      if (isJudged) judge.take(step, datum);
    } catch (error) {
      // A witness may see more in the run than this judge can.
      if (!isWanted) throw error;
      stopped = error;
    }
    const isFollowed = stopped === null && judge.finding === null;
    return isWanted ? witness.takes(step, datum, isFollowed ? judge.behind : null) : undefined;
  };
  for await (const step of reader.steps()) {
    taken += 1;
    if (taken % BREATH === 0) await breath(signal);
    if (specs !== reader.opened.specs) {
      // Another process has begun to record.
      specs = reader.opened.specs;
      digests = await notesOn(specs, specDir);
      if (!allowOtherSpec) refuseOtherSpec(digests.Zab);
    }
    if (step.node.event !== null) silent.delete(step.node.place.file);
    if (step.spec === "Zab") {
      count[step.kind] += 1;
      const waits = take(zab, step, () => translator.translate(step));
      if (waits !== undefined) await waits;
    } else {
      if (!allowOtherSpec) refuseOtherSpec(digests.Election);
      election ??= new SpecJudge({
        ...(await judgedElection(opened, specDir, lease)),
        survey: survey?.election,
      });
      const waits = take(election, step, () => votes.translate(step.node, step.known, step.cast));
      if (waits !== undefined) await waits;
    }
    judging.taken?.(taken);
    const found = zab?.finding ?? election?.finding;
    if (judging.stopsAtOnce === true && found) break;
  }
  if (election === null && survey !== undefined) {
    // What no line is about must be known all the same, to be missed.
    survey.election.open((await judgedElection(opened, specDir, lease)).prepared.machine);
  }
  if (conflict !== undefined) return beforeTheFirstStep(summary(), conflict);
  witness?.ends();
  if (stopped !== null) throw stopped;
  return conclusion(opened, summary(), outcomesOf(zab), election && outcomesOf(election));
}

/** What there is to say about the digests of each module. */
async function notesOn(specs: readonly RecordedFor[], specDir: string) {
  const [Zab, Election] = [
    await digestNotes(specs, ["Zab"], specDir),
    await digestNotes(specs, ["Election"], specDir),
  ];
  return { Zab, Election };
}

function outcomesOf(judge: SpecJudge | null): Outcomes {
  if (judge === null) return { ok: true, counts: [] };
  const { finding, counts } = judge;
  return finding === null ? { ok: true, counts } : { ok: false, finding };
}

async function breath(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  if (signal?.aborted === true) throw new CannotTell("the judge was interrupted", null);
}

function summaryOf(
  reader: RunReader,
  count: Readonly<Record<"event" | "refused" | "restart" | "break", number>>,
  otherSpec: readonly string[],
): Summary {
  const { servers, voters, starts, lives } = reader.opened;
  const { election } = reader;
  const byName = (counts: ReadonlyMap<string, number>) =>
    Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  const actions = byName(reader.actions);
  const recorded = new Set(starts.map(({ header }) => header.server));
  const notJudged = unjudged({ servers, voters, lives: recorded }, election.read, election.judged);
  return {
    files: lives.reduce((sum, own) => sum + own.length, 0),
    servers,
    voters,
    steps: count.event + count.refused + count.restart + count.break,
    actions,
    neverSeen: Object.keys(zabParameters).filter((name) => !Object.hasOwn(actions, name)),
    restarts: count.restart,
    breaks: count.break,
    electionEvents: election.read,
    electionJudged: election.judged,
    electionActions: byName(election.actions),
    dropped: reader.dropped,
    notes: [...reader.notes, ...otherSpec, ...notJudged],
  };
}
