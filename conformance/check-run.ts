/** Judges one recorded run against the specs and gives one of the verdicts, whatever happens. */
import { RunnerError } from "tla2tools-runner";
import { agreement, type Agreement } from "./agreement.js";
import { evidenceOf, type Evidence } from "./evidence.js";
import type { Outcomes } from "./finding.js";
import { judgeByText } from "./judge/part.js";
import { electionText, zabText } from "./judge/parts.js";
import { specFolder } from "./judge/spec-files.js";
import type { StepObserver } from "./report/export/observer.js";
import type { Verdict } from "./report/verdict.js";
import { startsOf } from "./steps/history.js";
import { Labels } from "./steps/labels.js";
import { Translator } from "./steps/zab.js";
import type { JudgeOptions } from "./tlc/judge.js";
import { judgePart } from "./tlc/part.js";
import { electionPart, zabPart } from "./tlc/parts.js";
import { BadInput, CannotTell } from "./trace/stop.js";
import { beforeTheFirstStep, violation } from "./violation.js";

export interface CheckOptions extends JudgeOptions {
  /** TLC does not judge longer runs: "cannot tell". Default 20,000 steps. */
  readonly maxSteps?: number | undefined;
  /** FALSE: a run that was recorded for another spec is not judged: "cannot tell". */
  readonly allowOtherSpec?: boolean | undefined;
  /** Is shown every state of Zab.tla that the run goes through. */
  readonly observer?: StepObserver | undefined;
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

/** Judges the steps of both specs; null stands for the election of a run without one. */
type Judges = (
  evidence: Evidence,
  translator: Translator,
) => Promise<{ readonly zab: Outcomes; readonly election: Outcomes | null }>;

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
  return verdictOf(async () => judged(await evidenceOf(source, options.specDir), options, byText));
}

/** The same, judged by the text of the spec and by TLC. */
export async function checkRunTwice(
  source: string | readonly string[],
  options: CheckOptions = {},
): Promise<TwoVerdicts> {
  const first = await checkRun(source, options);
  const second = await verdictOf(async () =>
    judged(await evidenceOf(source, options.specDir), options, byTlc),
  );
  return { first, second, agreement: agreement(first, second) };
}

async function verdictOf(judge: () => Promise<Verdict>): Promise<Verdict> {
  try {
    return await judge();
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

async function judged(
  evidence: Evidence,
  options: CheckOptions,
  judges: (options: CheckOptions) => Judges,
): Promise<Verdict> {
  const { run, summary } = evidence;
  refuseOtherSpec(evidence, options);
  const translator = new Translator(startsOf(run));
  const [conflict] = translator.conflicts;
  if (conflict !== undefined) return beforeTheFirstStep(summary, conflict);
  const { zab, election } = await judges(options)(evidence, translator);
  const elected = election?.ok === false ? election.finding : null;
  if (!zab.ok) return violation(run, summary, zab.finding, elected);
  if (elected !== null) return violation(run, summary, elected, null);
  const [committed, established] = zab.counts as [number, number];
  const decisions = election?.ok === true ? (election.counts[0] ?? 0) : 0;
  return { verdict: "conforms", summary, committed, established, decisions };
}

function refuseOtherSpec({ otherSpec }: Evidence, { allowOtherSpec = true }: CheckOptions): void {
  if (allowOtherSpec || otherSpec.length === 0) return;
  throw new CannotTell(`${otherSpec.join("; ")}: --allow-other-spec judges it all the same`, null);
}

/** The judge that reads the text of the spec itself. */
function byText({ specDir = specFolder(), signal, observer }: CheckOptions): Judges {
  return async ({ run, steps, election }, translator) => {
    const [zabLabels, electionLabels] = await Promise.all([
      Labels.in(specDir, "Zab"),
      Labels.in(specDir, "Election"),
    ]);
    const zab = zabText(run, steps, translator, { specDir, labels: zabLabels });
    const found = await judgeByText(zab, { signal, observer });
    if (election === null) return { zab: found, election: null };
    const part = electionText(run, election, { specDir, labels: electionLabels });
    return { zab: found, election: await judgeByText(part, { signal }) };
  };
}

/** TLC, which shares no code with it but the translation of a line into a tuple. */
function byTlc(options: CheckOptions): Judges {
  return async ({ run, steps, election }, translator) => {
    refuseLong(Math.max(steps.length, election?.steps.length ?? 0), options);
    const zab = await judgePart(zabPart(run, steps, translator), options);
    if (election === null) return { zab, election: null };
    return { zab, election: await judgePart(electionPart(run, election), options) };
  };
}

function refuseLong(steps: number, { maxSteps = MAX_STEPS }: CheckOptions): void {
  if (steps <= maxSteps) return;
  const long = `${String(steps)} steps, and TLC takes ${String(maxSteps)}`;
  throw new CannotTell(`the run is too long: ${long}; record a shorter one`, null);
}
