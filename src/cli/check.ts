import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import type { JudgedRun } from "#conformance";
import {
  addReportOptions,
  clash,
  GATE_EXIT,
  readGate,
  showCoverage,
  writeReports,
  type ReportFlags,
} from "./check-reports.js";
import { follow } from "./check-follow.js";
import { complain } from "./complain.js";
import { EXIT, type SetExitCode } from "./exit-codes.js";

interface CheckFlags extends ReportFlags {
  readonly json?: boolean;
  readonly spec?: string;
  readonly secondJudge?: boolean;
  readonly allowOtherSpec?: boolean;
  readonly follow?: boolean;
}

/** `zabkeeper check DIR…` */
export function addCheck(program: Command, exit: SetExitCode): void {
  const command = program
    .command("check")
    .description("judge recorded runs against the spec")
    .argument("<dir...>", "a folder is one run; files together are one run")
    .option("--json", "the verdicts as JSON, one document per run")
    .option("--spec <dir>", "a copy of the folder spec/ (default: that of this package)")
    .option("--second-judge", "have TLC judge the same runs, and compare")
    .option("--allow-other-spec", "judge runs that were recorded for another spec")
    .option("--follow", "judge while servers record into the folder, until interrupted");
  addReportOptions(command)
    .addHelpText(
      "after",
      "\nExit code: 0 conforms, 1 violates, 2 cannot tell, 3 less was seen than the gate demands," +
        "\n64 bad usage or a malformed line, 70 the two judges disagree, 130 interrupted.",
    )
    .action(async (paths: string[], flags: CheckFlags) => exit(await check(paths, flags)));
}

/** Of a run that conforms, too, where the second judge was asked and could not answer. */
const CANNOT_TELL = 2;

/** Of several verdicts the gravest counts. */
const GRAVITY: readonly number[] = [0, GATE_EXIT, 2, 1, EXIT.usage, EXIT.disagreement];

async function check(paths: readonly string[], flags: CheckFlags): Promise<number> {
  const judge = await import("#conformance");
  judge.tuneProcess();
  const { json = false, spec } = flags;
  if (spec !== undefined && !existsSync(join(spec, "Zab.tla"))) {
    complain("check", `${spec} has no Zab.tla: name a copy of the folder spec/`);
    return EXIT.usage;
  }
  if (flags.follow === true) return follow(paths, flags);
  const clashing = await clash(paths, flags);
  if (clashing !== null) {
    complain("check", clashing);
    return EXIT.usage;
  }
  const gate = await readGate(flags).catch((error: unknown) => {
    if (error instanceof judge.GateError) return error;
    throw error;
  });
  if (gate instanceof Error) {
    complain("check", gate.message);
    return EXIT.usage;
  }
  const paint = judge.paintFor(process.stdout);
  const abort = new AbortController();
  const stopListening = onInterruption(abort);
  let worst = 0;
  const judged: JudgedRun[] = [];
  const sources = await runsOf(paths);
  const book = new judge.SurveyBook();
  const surveyed = flags.coverage === true || (gate?.clauses ?? gate?.antecedents ?? null) !== null;
  const allowOtherSpec = flags.allowOtherSpec === true || spec !== undefined;
  const shared = { machines: new judge.Machines(), judged: sayHowFar };
  const options = { specDir: spec, signal: abort.signal, allowOtherSpec, ...shared };
  const runs = sources.map((source) => {
    return { source, survey: surveyed ? judge.newSurvey() : undefined };
  });
  const twice = flags.secondJudge === true ? judge.checkRunsTwice(runs, options) : [];
  for (const [k, { source, survey }] of runs.entries()) {
    if (sources.length > 1 && !json) process.stdout.write(`${String(source)}\n`);
    const began = performance.now();
    const both = (await twice[k]) ?? null;
    const verdict = both?.first ?? (await judge.checkRun(source, { ...options, survey }));
    if (survey !== undefined && verdict.verdict === "conforms") book.add(survey);
    const seconds = (performance.now() - began) / 1000;
    judged.push({ run: [source].flat().join(" "), verdict, seconds });
    const text = json ? judge.verdictJson(verdict) : judge.formatVerdict(verdict, paint);
    process.stdout.write(`${text}\n`);
    let code: number = judge.exitCodeOf(verdict);
    if (both !== null) {
      const second = judge.agreementText(both);
      process.stderr.write(`${second}\n`);
      if (both.agreement.agree === false) code = EXIT.disagreement;
      if (both.agreement.agree === null && code === 0) code = CANNOT_TELL;
    }
    if (GRAVITY.indexOf(code) > GRAVITY.indexOf(worst)) worst = code;
    if (abort.signal.aborted) break;
  }
  // What is asked of TLC ends, too, and takes its files along.
  await Promise.all(twice);
  stopListening();
  if (abort.signal.aborted) {
    complain("check", "interrupted: reports are not written, nor is a gate held");
    return EXIT.interrupted;
  }
  const say = (line: string) => (json ? process.stderr : process.stdout).write(`${line}\n`);
  const missed = await showCoverage(judged, book, gate, flags, say);
  if (missed.length > 0 && worst === 0) worst = GATE_EXIT;
  const failures = await writeReports(judged, missed, flags);
  for (const failure of failures) complain("check", failure);
  return failures.length > 0 ? EXIT.usage : worst;
}

/** The first signal asks the judges to stop, the second does not wait. */
function onInterruption(abort: AbortController): () => void {
  const interrupt = () => {
    if (abort.signal.aborted) process.exit(EXIT.interrupted);
    abort.abort();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, interrupt);
  return () => {
    for (const signal of signals) process.off(signal, interrupt);
  };
}

/** Fewer steps than these take TLC less than a minute. */
const LONG = 10_000;

function sayHowFar(steps: number): void {
  if (steps >= LONG)
    process.stderr.write(`second judge TLC has looked at ${String(steps)} steps so far\n`);
}

/** Each folder is a run of its own; what else is named makes one run together. */
export async function runsOf(paths: readonly string[]): Promise<(string | readonly string[])[]> {
  const runs: (string | readonly string[])[] = [];
  const files: string[] = [];
  for (const path of paths) {
    const isFile = await stat(path).then(
      (found) => found.isFile(),
      () => false,
    );
    if (isFile) files.push(path);
    else runs.push(path);
  }
  return files.length > 0 ? [...runs, files] : runs;
}
