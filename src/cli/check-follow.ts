import { stat } from "node:fs/promises";
import type { Progress } from "#conformance";
import type { ReportFlags } from "./check-reports.js";
import { complain } from "./complain.js";
import { EXIT } from "./exit-codes.js";
import { standingText } from "./standing.js";
import { yieldToOthers } from "./yield-to-others.js";

/** ms between two messages to whoever started this with a channel. */
const OFTEN = 250;

interface FollowFlags extends ReportFlags {
  readonly secondJudge?: boolean;
  readonly json?: boolean;
  readonly spec?: string;
  readonly allowOtherSpec?: boolean;
}

/** What is made of whole runs alone. */
const AFTERWARDS = {
  secondJudge: "--second-judge",
  junit: "--junit",
  sarif: "--sarif",
  summary: "--summary",
  coverage: "--coverage",
  gate: "--gate",
} as const satisfies Partial<Record<keyof FollowFlags, string>>;

/**
 * Judges what servers record into a folder while they do, until a line is not allowed. The first
 * interruption ends the run and asks for the verdict; the second one ends the judge.
 */
export async function follow(paths: readonly string[], flags: FollowFlags): Promise<number> {
  const options = Object.keys(AFTERWARDS) as (keyof typeof AFTERWARDS)[];
  const later = options.find((option) => flags[option] !== undefined);
  if (later !== undefined) {
    const remedy = "leave it out, and check the folder again once it is recorded";
    complain("check", `${AFTERWARDS[later]} does not go with --follow: ${remedy}`);
    return EXIT.usage;
  }
  const [folder = "", ...more] = paths;
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder || more.length > 0) {
    const wrong = more.length > 0 ? `${String(paths.length)} paths` : folder;
    complain("check", `--follow ${wrong}: name one folder that servers record into`);
    return EXIT.usage;
  }
  yieldToOthers();
  const { exitCodeOf, followRun, formatVerdict, paintFor, verdictJson } =
    await import("#conformance");
  const [end, abort] = [new AbortController(), new AbortController()];
  const interrupt = () => {
    if (end.signal.aborted) abort.abort();
    else end.abort();
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  // Whoever started this with a channel is told how it stands, and does not leave it behind.
  const abandoned = () => {
    abort.abort();
  };
  process.once("disconnect", abandoned);
  const isTerminal = process.stderr.isTTY;
  const verdict = await followRun(folder, {
    specDir: flags.spec,
    allowOtherSpec: flags.allowOtherSpec === true || flags.spec !== undefined,
    signal: abort.signal,
    end: end.signal,
    progress: process.connected ? tell : isTerminal ? show : undefined,
    ...(process.connected && { everyMs: OFTEN }),
  });
  process.off("SIGINT", interrupt).off("SIGTERM", interrupt).off("disconnect", abandoned);
  if (isTerminal) process.stderr.write("\r\u001b[K");
  const text =
    flags.json === true ? verdictJson(verdict) : formatVerdict(verdict, paintFor(process.stdout));
  process.stdout.write(`${text}\n`);
  if (process.connected) process.disconnect();
  return exitCodeOf(verdict);
}

/** One line that is written anew each time. */
function show(progress: Progress): void {
  process.stderr.write(`\r${standingText(progress)}\u001b[K`);
}

/** Whoever is gone by now is not told; that it is gone ends the judge, not this. */
function tell(progress: Progress): void {
  process.send?.(progress, undefined, undefined, () => undefined);
}
