import { cfgProperties } from "./cfg-properties.js";
import { parseCoverage, type ActionCoverage } from "./coverage.js";
import type { JvmExit } from "./jvm.js";
import { messageSplitter, type TlcMessage } from "./message.js";
import { printReader, type Printed } from "./printed.js";
import { parseProgress, type TlcProgress } from "./progress.js";
import { formatProblem, parseSanyOutput } from "./sany-output.js";
import type { TlcResult } from "./tlc-result.js";
import { traceReader, type TraceEnd } from "./trace.js";
import { decide, isDiagnostic, type Decision } from "./verdict.js";

/** What the reader of a report tells while TLC runs. */
export interface ReportListener {
  readonly onProgress?: ((progress: TlcProgress) => void) | undefined;
  readonly onPrint?: ((printed: Printed) => void) | undefined;
}

/** Turns TLC's output, line by line, into a result. */
export interface TlcReport {
  stdout(line: string): void;
  stderr(line: string): void;
  /** Ends the report; `cfg` is the text of the configuration that was checked. */
  finish(exit: JvmExit, cfg: string): TlcResult;
}

const VERSION = 2262;
const MODE = new Set([2187, 2188]);
const PARSING_STARTED = 2220;
const PARSING_FINISHED = 2219;
const PROGRESS = new Set([2199, 2200, 2209]);
const DEPTH = 2194;
const STATE = 2217;
const STUTTERING = 2218;
const BACK_TO_STATE = 2122;
const INITIAL_STATE_VIOLATES = new Set([2107, 2108]);
const COVERAGE_STARTS = 2201;
const FINISHED = 2186;
const MAX_DIAGNOSTICS = 1_000;
const MAX_STDERR_LINES = 100;

/** A report that has read nothing yet; keeps at most `maxPrinted` prints. */
export function tlcReport(listener: ReportListener, maxPrinted: number): TlcReport {
  const trace = traceReader();
  const parserLines: string[] = [];
  const stderrLines: string[] = [];
  const printed: Printed[] = [];
  const diagnostics: TlcMessage[] = [];
  let coverage: ActionCoverage[] = [];
  let printedDropped = 0;
  let parsing = false;
  let running = false;
  let version: string | null = null;
  let seed: string | null = null;
  let progress: TlcProgress | null = null;
  let depth: number | null = null;
  let end: TraceEnd | null = null;

  const prints = printReader((print) => {
    if (printed.length < maxPrinted) printed.push(print);
    else printedDropped += 1;
    listener.onPrint?.(print);
  });

  const onMessage = (message: TlcMessage): void => {
    const { code, text } = message;
    if (isDiagnostic(message) && diagnostics.length < MAX_DIAGNOSTICS) diagnostics.push(message);
    if (code === VERSION) version = text.trim();
    else if (MODE.has(code)) seed = /seed (-?\d+)/.exec(text)?.[1] ?? null;
    else if (code === PARSING_STARTED) parsing = true;
    else if (code === PARSING_FINISHED) [parsing, running] = [false, true];
    else if (code === FINISHED) running = false;
    else if (PROGRESS.has(code)) progress = parseProgress(text) ?? progress;
    else if (code === DEPTH) depth = Number(/is (\d+)/.exec(text)?.[1]);
    else if (code === STATE) trace.state(text);
    else if (code === STUTTERING) end = { kind: "stuttering" };
    else if (code === BACK_TO_STATE) end = { kind: "back", toIndex: Number.parseInt(text, 10) };
    else if (INITIAL_STATE_VIOLATES.has(code)) trace.initialState(afterFirstLine(text));
    else if (code === COVERAGE_STARTS) coverage = [];
    const action = parseCoverage(code, text);
    if (action !== null) coverage.push(action);
    if (PROGRESS.has(code) && progress !== null) listener.onProgress?.(progress);
  };

  const split = messageSplitter({
    message: (message) => {
      prints.flush();
      onMessage(message);
    },
    line: (line) => {
      if (parsing) parserLines.push(line);
      else if (running) prints.line(line);
      else if (line.trim() !== "") keepLast(stderrLines, line);
    },
  });

  return {
    stdout: split,
    stderr: (line) => {
      if (parsing) parserLines.push(line);
      else keepLast(stderrLines, line);
    },
    finish: (exit, cfg) => {
      prints.flush();
      const problems = parseSanyOutput(parserLines.join("\n"));
      const decision = withoutGuesses(decide(diagnostics, exit, stderrLines), cfg);
      const [problem] = problems;
      return {
        ...decision,
        message:
          decision.verdict === "parse-error" && problem !== undefined
            ? formatProblem(problem)
            : decision.message,
        interruption: exit.interruption,
        counts: {
          generated: progress?.generated ?? null,
          distinct: progress?.distinct ?? null,
          queue: progress?.queue ?? null,
          depth,
        },
        durationMs: exit.durationMs,
        counterexample: trace.steps,
        counterexampleEnd: end,
        printed,
        printedDropped,
        coverage,
        problems: decision.verdict === "parse-error" ? problems : [],
        diagnostics,
        tlcVersion: version,
        seed,
        exitCode: exit.exitCode,
      };
    },
  };
}

/** Names a temporal property when the configuration leaves no doubt which one it is. */
function withoutGuesses(decision: Decision, cfg: string): Decision {
  if (decision.verdict !== "temporal") return decision;
  const properties = cfgProperties(cfg);
  return { ...decision, property: properties.length === 1 ? (properties[0] ?? null) : null };
}

function afterFirstLine(text: string): string {
  return text.slice(text.indexOf("\n") + 1);
}

function keepLast(lines: string[], line: string): void {
  lines.push(line);
  if (lines.length > MAX_STDERR_LINES) lines.shift();
}
