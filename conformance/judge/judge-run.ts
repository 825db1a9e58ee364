/** One pass over a run: its lines are read, put in order and judged by the text of both specs. */
import { zabParameters } from "#codec";
import type { RunSurvey } from "../survey/book.js";
import type { StepObserver } from "../report/export/observer.js";
import type { Summary, Verdict } from "../report/verdict.js";
import { ElectionTranslator } from "../steps/election.js";
import { Translator } from "../steps/zab.js";
import { digestNotes } from "../trace/digests.js";
import { notesOf } from "../trace/elections.js";
import type { RunReader } from "../trace/index.js";
import { CannotTell } from "../trace/stop.js";
import { beforeTheFirstStep, violation } from "../violation.js";
import { judgedElection, judgedZab } from "./judged-specs.js";
import { SpecJudge } from "./spec-judge.js";

export interface Judging {
  readonly specDir: string;
  readonly allowOtherSpec: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly observer?: StepObserver | undefined;
  readonly survey?: RunSurvey | undefined;
  /** Does not read on behind a line that is not allowed: for a run that still goes on. */
  readonly stopsAtOnce?: boolean | undefined;
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
  const { opened } = reader;
  const { specDir, allowOtherSpec, signal, observer, survey } = judging;
  const digests = {
    Zab: await digestNotes(opened.specs, ["Zab"], specDir),
    Election: await digestNotes(opened.specs, ["Election"], specDir),
  };
  if (!allowOtherSpec) refuse(digests.Zab);
  const translator = new Translator(opened.starts);
  const [conflict] = translator.conflicts;
  const zab = conflict
    ? null
    : new SpecJudge({
        ...(await judgedZab(opened, translator, specDir)),
        observer,
        survey: survey?.zab,
      });
  const votes = new ElectionTranslator();
  let election: SpecJudge | null = null;
  const count = { event: 0, refused: 0, restart: 0, break: 0 };
  const silent = new Set(opened.lives.flat().map(({ file }) => file));
  let taken = 0;
  for await (const step of reader.steps()) {
    taken += 1;
    judging.taken?.(taken);
    if (taken % BREATH === 0) await breath(signal);
    if (step.node.event !== null) silent.delete(step.node.place.file);
    if (step.spec === "Zab") {
      count[step.kind] += 1;
      if (zab?.finding === null) zab.take(step, translator.translate(step));
    } else {
      if (!allowOtherSpec) refuse(digests.Election);
      election ??= new SpecJudge({
        ...(await judgedElection(opened, specDir)),
        survey: survey?.election,
      });
      const datum = votes.translate(step.node, step.known, step.cast);
      if (election.finding === null) election.take(step, datum);
    }
    const found = zab?.finding ?? election?.finding;
    if (judging.stopsAtOnce === true && found) break;
  }
  const others = election === null ? digests.Zab : [...digests.Zab, ...digests.Election];
  const summary = { ...summaryOf(reader, count, others), silent: [...silent] };
  if (conflict !== undefined) return beforeTheFirstStep(summary, conflict);
  const filesOf = (server: number) =>
    (opened.lives.find(([life]) => life?.server === server) ?? []).map(({ file }) => file);
  const [fault, other = null] = [zab, election].flatMap((one) => one?.finding ?? []);
  if (fault !== undefined) return violation(filesOf, summary, fault, other);
  const [committed = 0, established = 0] = zab?.counts ?? [];
  const [decisions = 0] = election?.counts ?? [];
  return { verdict: "conforms", summary, committed, established, decisions };
}

function refuse(otherSpec: readonly string[]): void {
  if (otherSpec.length === 0) return;
  throw new CannotTell(`${otherSpec.join("; ")}: --allow-other-spec judges it all the same`, null);
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
  const unjudged = notesOf({ servers, voters, lives: recorded }, election.read, election.judged);
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
    notes: [...reader.notes, ...otherSpec, ...unjudged],
  };
}
