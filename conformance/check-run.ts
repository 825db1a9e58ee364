/** Judges one recorded run against the specs and gives one of the verdicts, whatever happens. */
import { agreement, type Agreement } from "./agreement.js";
import { judgeRun } from "./judge/judge-run.js";
import { Machines } from "./judge/machines.js";
import { specFolder } from "./judge/spec-files.js";
import type { StepObserver } from "./report/export/observer.js";
import type { Verdict } from "./verdict/verdict.js";
import type { RunSurvey } from "./survey/book.js";
import type { TlcOptions } from "./tlc/options.js";
import { TlcQueue } from "./tlc/queue.js";
import { SecondJudge } from "./tlc/second-judge.js";
import { openRun } from "./trace/index.js";
import { verdictOf } from "./verdict/verdict-of.js";

export interface CheckOptions extends TlcOptions {
  /** FALSE: a run that was recorded for another spec is not judged: "cannot tell". */
  readonly allowOtherSpec?: boolean | undefined;
  /** Compiled specs, where several runs are judged by the same ones. */
  readonly machines?: Machines | undefined;
  /** Is shown every state of Zab.tla that the run goes through. */
  readonly observer?: StepObserver | undefined;
  /** Notes which guards and antecedents the run has shown; the run takes several times as long. */
  readonly survey?: RunSurvey | undefined;
  /** Is told after each line how many were judged. */
  readonly taken?: ((steps: number) => void) | undefined;
}

/** What two judges say of one run. */
export interface TwoVerdicts {
  /** By the text of the spec, with the evaluator. */
  readonly first: Verdict;
  /** By TLC. */
  readonly second: Verdict;
  readonly agreement: Agreement;
}

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
  return judgedOnce(source, options);
}

/** The same, judged by the text of the spec and by TLC. */
export async function checkRunTwice(
  source: string | readonly string[],
  options: CheckOptions = {},
): Promise<TwoVerdicts> {
  const [both] = checkRunsTwice([{ source, survey: options.survey }], options);
  return both as Promise<TwoVerdicts>;
}

/** A run among others. */
export interface OneRun {
  /** A folder, or the files of one run. */
  readonly source: string | readonly string[];
  readonly survey?: RunSurvey | undefined;
}

/**
 * Several runs, each by both. TLC is asked about all of them together, because its start takes
 * longer than a short run; the verdicts come as they are found.
 */
export function checkRunsTwice(
  runs: readonly OneRun[],
  options: CheckOptions = {},
): readonly Promise<TwoVerdicts>[] {
  const queue = new TlcQueue(options);
  const machines = options.machines ?? new Machines();
  let before: Promise<unknown> = Promise.resolve();
  const judged = runs.map(({ source, survey }) => {
    const read = before.then(() => shownToTlc(source, queue, { ...options, survey, machines }));
    before = read.catch(() => undefined);
    return read;
  });
  void before.then(() => {
    queue.flush();
  });
  return judged.map(async (read) => {
    const { first, witness } = await read;
    const { verdict: second, parted } = await witness.verdict(first);
    return { first, second, agreement: agreement(first, second, parted) };
  });
}

async function shownToTlc(
  source: string | readonly string[],
  queue: TlcQueue,
  options: CheckOptions,
): Promise<{ readonly first: Verdict; readonly witness: SecondJudge }> {
  const witness = new SecondJudge(queue, options);
  const first = await judgedOnce(source, options, witness);
  witness.asked();
  return { first, witness };
}

function judgedOnce(
  source: string | readonly string[],
  options: CheckOptions,
  witness?: SecondJudge,
): Promise<Verdict> {
  const { specDir = specFolder(), allowOtherSpec = true, ...others } = options;
  const { signal, observer, survey, taken, machines } = others;
  const own = { signal, observer, survey, taken, machines, witness };
  const judging = { specDir, allowOtherSpec, ...own };
  return verdictOf(async () => judgeRun(await openRun(source), judging));
}
