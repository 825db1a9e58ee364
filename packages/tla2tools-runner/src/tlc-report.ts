import { cfgProperties } from "./cfg-properties.js";
import { parseCoverage, type ActionCoverage } from "./coverage.js";
import type { JvmExit } from "./jvm.js";
import { messageSplitter, type TlcMessage } from "./message.js";
import { printReader, type Printed } from "./printed.js";
import { parseProgress, type TlcProgress } from "./progress.js";
import { formatProblem, parseSanyOutput } from "./sany-output.js";
import type { TlcResult } from "./tlc-result.js";
import { traceReader, type TraceEnd, type TraceReader } from "./trace.js";
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
const MAX_OTHER_LINES = 100;

/** What has been read so far. */
interface Reading {
  readonly trace: TraceReader;
  readonly parserLines: string[];
  readonly otherLines: string[];
  readonly printed: Printed[];
  readonly diagnostics: TlcMessage[];
  coverage: ActionCoverage[];
  printedDropped: number;
  stage: "start" | "parsing" | "checking" | "end";
  version: string | null;
  seed: string | null;
  progress: TlcProgress | null;
  depth: number | null;
  end: TraceEnd | null;
}

function nothingRead(): Reading {
  return {
    trace: traceReader(),
    parserLines: [],
    otherLines: [],
    printed: [],
    diagnostics: [],
    coverage: [],
    printedDropped: 0,
    stage: "start",
    version: null,
    seed: null,
    progress: null,
    depth: null,
    end: null,
  };
}

/** A report that has read nothing yet; keeps at most `maxPrinted` prints. */
export function tlcReport(listener: ReportListener, maxPrinted: number): TlcReport {
  const read = nothingRead();
  const prints = printReader((print) => {
    if (read.printed.length < maxPrinted) read.printed.push(print);
    else read.printedDropped += 1;
    listener.onPrint?.(print);
  });
  const split = messageSplitter({
    message: (message) => {
      prints.flush();
      readMessage(read, message);
      if (PROGRESS.has(message.code) && read.progress !== null) {
        listener.onProgress?.(read.progress);
      }
    },
    line: (line) => {
      if (read.stage === "parsing") read.parserLines.push(line);
      else if (read.stage === "checking") prints.line(line);
      else keepLast(read.otherLines, line);
    },
  });
  return {
    stdout: split,
    stderr: (line) => {
      if (read.stage === "parsing") read.parserLines.push(line);
      else keepLast(read.otherLines, line);
    },
    finish: (exit, cfg) => {
      prints.flush();
      return toResult(read, exit, cfg);
    },
  };
}

function readMessage(read: Reading, message: TlcMessage): void {
  const { code, text } = message;
  if (isDiagnostic(message) && read.diagnostics.length < MAX_DIAGNOSTICS) {
    read.diagnostics.push(message);
  }
  if (code === VERSION) read.version = text.trim();
  else if (MODE.has(code)) read.seed = /seed (-?\d+)/.exec(text)?.[1] ?? null;
  else if (code === PARSING_STARTED) read.stage = "parsing";
  else if (code === PARSING_FINISHED) read.stage = "checking";
  else if (code === FINISHED) read.stage = "end";
  else if (PROGRESS.has(code)) read.progress = parseProgress(text) ?? read.progress;
  else if (code === DEPTH) read.depth = Number(/is (\d+)/.exec(text)?.[1]);
  else if (code === STATE) read.trace.state(text);
  else if (code === STUTTERING) read.end = { kind: "stuttering" };
  else if (code === BACK_TO_STATE) read.end = { kind: "back", toIndex: Number.parseInt(text, 10) };
  else if (INITIAL_STATE_VIOLATES.has(code)) read.trace.initialState(afterFirstLine(text));
  else if (code === COVERAGE_STARTS) read.coverage = [];
  const action = parseCoverage(code, text);
  if (action !== null) read.coverage.push(action);
}

function toResult(read: Reading, exit: JvmExit, cfg: string): TlcResult {
  const decision = withoutGuesses(decide(read.diagnostics, exit, read.otherLines), cfg);
  const parsed = decision.verdict !== "parse-error";
  const problems = parsed ? [] : parseSanyOutput(read.parserLines.join("\n"));
  const [problem] = problems;
  return {
    ...decision,
    message: problem === undefined ? decision.message : formatProblem(problem),
    interruption: exit.interruption,
    counts: {
      generated: read.progress?.generated ?? null,
      distinct: read.progress?.distinct ?? null,
      queue: read.progress?.queue ?? null,
      depth: read.depth,
    },
    durationMs: exit.durationMs,
    counterexample: read.trace.steps,
    counterexampleEnd: read.end,
    printed: read.printed,
    printedDropped: read.printedDropped,
    coverage: read.coverage,
    problems,
    diagnostics: read.diagnostics,
    tlcVersion: read.version,
    seed: read.seed,
    exitCode: exit.exitCode,
  };
}

/**
 * Names a property that TLC does not, when the configuration leaves no doubt which one it is: a
 * temporal one, or a step of a whole specification, of which TLC says the place only.
 */
function withoutGuesses(decision: Decision, cfg: string): Decision {
  const { verdict, property } = decision;
  const isPlace = verdict === "action-property" && /^line \d/.test(property ?? "");
  if (verdict !== "temporal" && !isPlace) return decision;
  const properties = cfgProperties(cfg);
  return { ...decision, property: properties.length === 1 ? (properties[0] ?? null) : null };
}

function afterFirstLine(text: string): string {
  return text.slice(text.indexOf("\n") + 1);
}

function keepLast(lines: string[], line: string): void {
  if (line.trim() === "") return;
  lines.push(line);
  if (lines.length > MAX_OTHER_LINES) lines.shift();
}
