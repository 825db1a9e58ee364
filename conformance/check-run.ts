/** Judges one recorded run against the specs and gives one of the verdicts, whatever happens. */
import { agreement, type Agreement } from "./agreement.js";
import { evidenceOf, type Evidence } from "./evidence.js";
import { judgeRun } from "./judge/judge-run.js";
import { specFolder } from "./judge/spec-files.js";
import type { StepObserver } from "./report/export/observer.js";
import type { RunSurvey } from "./survey/book.js";
import type { Verdict } from "./report/verdict.js";
import { startsOf } from "./steps/history.js";
import { Translator } from "./steps/zab.js";
import type { JudgeOptions } from "./tlc/judge.js";
import { judgePart } from "./tlc/part.js";
import { electionPart, zabPart } from "./tlc/parts.js";
import { openRun } from "./trace/index.js";
import { CannotTell } from "./trace/stop.js";
import { verdictOf } from "./verdict-of.js";
import { beforeTheFirstStep, violation } from "./violation.js";

export interface CheckOptions extends JudgeOptions {
  /** TLC does not judge longer runs: "cannot tell". Default 20,000 steps. */
  readonly maxSteps?: number | undefined;
  /** FALSE: a run that was recorded for another spec is not judged: "cannot tell". */
  readonly allowOtherSpec?: boolean | undefined;
  /** Is shown every state of Zab.tla that the run goes through. */
  readonly observer?: StepObserver | undefined;
  /** Notes which guards and antecedents the run has shown; the run takes several times as long. */
  readonly survey?: RunSurvey | undefined;
}

/** What two judges say of one run. */
export interface TwoVerdicts {
  /** By the text of the spec, with the evaluator. */
  readonly first: Verdict;
  /** By TLC. */
  readonly second: Verdict;
  readonly agreement: Agreement;
}

/** TLC's parser keeps some 50 kB for each step; more than these and it takes gigabytes. */
const MAX_STEPS = 20_000;

/**
 * Judges the run recorded in a folder, or in the given files, by the text of the spec. The files
 * are only read.
 *
 * Nothing is thrown: a run that cannot be read, or judged, is a verdict too.
 */
export async function checkRun(
  source: string | readonly string[],
  options: CheckOptions = {},
): Promise<Verdict> {
  const { specDir = specFolder(), allowOtherSpec = true, signal, observer, survey } = options;
  return verdictOf(async () =>
    judgeRun(await openRun(source), { specDir, allowOtherSpec, signal, observer, survey }),
  );
}

/** The same, judged by the text of the spec and by TLC. */
export async function checkRunTwice(
  source: string | readonly string[],
  options: CheckOptions = {},
): Promise<TwoVerdicts> {
  const first = await checkRun(source, options);
  const second = await verdictOf(async () =>
    judgedByTlc(await evidenceOf(source, options.specDir), options),
  );
  return { first, second, agreement: agreement(first, second) };
}

/** TLC shares no code with the first judge but the translation of a line into a tuple. */
async function judgedByTlc(evidence: Evidence, options: CheckOptions): Promise<Verdict> {
  const { run, steps, election, summary, otherSpec } = evidence;
  if (options.allowOtherSpec === false && otherSpec.length > 0) {
    throw new CannotTell(otherSpec.join("; "), null);
  }
  const translator = new Translator(startsOf(run));
  const [conflict] = translator.conflicts;
  if (conflict !== undefined) return beforeTheFirstStep(summary, conflict);
  refuseLong(Math.max(steps.length, election?.steps.length ?? 0), options);
  const part = zabPart(run, steps, translator);
  const zab = await judgePart(part, options);
  if (zab.ok && part.gap !== null) throw part.gap;
  const votes = election && (await judgePart(electionPart(run, election), options));
  const filesOf = (server: number) => (run.lives.get(server) ?? []).map(({ file }) => file);
  const faults = [zab, votes].flatMap((one) => (one?.ok === false ? [one.finding] : []));
  const [fault, other = null] = faults;
  if (fault !== undefined) return violation(filesOf, summary, fault, other);
  const [committed = 0, established = 0] = zab.ok ? zab.counts : [];
  const [decisions = 0] = votes?.ok === true ? votes.counts : [];
  return { verdict: "conforms", summary, committed, established, decisions };
}

function refuseLong(steps: number, { maxSteps = MAX_STEPS }: CheckOptions): void {
  if (steps <= maxSteps) return;
  const long = `${String(steps)} steps, and TLC takes ${String(maxSteps)}`;
  throw new CannotTell(`the run is too long: ${long}; record a shorter one`, null);
}
