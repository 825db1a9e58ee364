import type { JvmExit } from "./jvm.js";
import type { TlcMessage } from "./message.js";
import type { Verdict } from "./tlc-result.js";

/** The verdict with its reason. */
export interface Decision {
  readonly verdict: Verdict;
  readonly property: string | null;
  readonly message: string | null;
}

/** Messages that decide a run by themselves. */
const DECISIVE: ReadonlyMap<number, Verdict> = new Map([
  [2107, "invariant"],
  [2108, "action-property"],
  [2110, "invariant"],
  [2112, "action-property"],
  [2114, "deadlock"],
  [2116, "temporal"],
  [2132, "assertion"],
  [3002, "parse-error"],
]);

const CONFIG_EXIT = 151;
const MAX_MESSAGE = 600;

/**
 * Decides by TLC's messages first and by its exit code only after that, because some modes of
 * TLC exit with 0 whatever they found. The first message that decides wins: TLC prints causes
 * before consequences.
 */
export function decide(
  diagnostics: readonly TlcMessage[],
  exit: JvmExit,
  otherOutput: readonly string[],
): Decision {
  if (exit.interruption !== null) {
    return { verdict: "interrupted", property: null, message: `the run was ${interrupted(exit)}` };
  }
  for (const { code, severity, text } of diagnostics) {
    const verdict = DECISIVE.get(code) ?? (isConfigError(code, severity) ? "config-error" : null);
    if (verdict !== null) return { verdict, property: propertyOf(text), message: reasonOf(text) };
  }
  const error = diagnostics.find(({ severity }) => severity === 1 || severity === 2);
  if (error === undefined) return byExitCode(exit, otherOutput);
  if (exit.exitCode === CONFIG_EXIT) return because("config-error", error);
  return because(isBreakdown(error) ? "failed" : "evaluation-error", error);
}

function byExitCode(exit: JvmExit, otherOutput: readonly string[]): Decision {
  if (exit.exitCode === 0) return { verdict: "ok", property: null, message: null };
  const ended = exit.exitCode === null ? `signal ${exit.signal ?? "?"}` : `code ${exit.exitCode}`;
  const said = otherOutput.find((line) => line.trim() !== "") ?? "it said nothing";
  return { verdict: "failed", property: null, message: `TLC ended with ${ended}: ${said.trim()}` };
}

function because(verdict: Verdict, { text }: TlcMessage): Decision {
  return { verdict, property: null, message: oneLine(text) };
}

/**
 * Whether a message is worth keeping: an error, a bug of TLC, a warning; or one that decides,
 * because TLC marks an error quoted inside another one as plain.
 */
export function isDiagnostic({ code, severity }: TlcMessage): boolean {
  const isReport = severity >= 1 && severity <= 3;
  return isReport || DECISIVE.has(code) || isConfigError(code, severity);
}

/** Errors in the configuration file: of its names (22xx), of its syntax (50xx). */
function isConfigError(code: number, severity: number): boolean {
  return (severity === 1 && code >= 2222 && code <= 2256) || (code >= 5000 && code < 5100);
}

/** Command line, memory, disk: nothing the spec could be blamed for. */
function isBreakdown({ code, text }: TlcMessage): boolean {
  if (code === 1001 || code === 1102) return true;
  return /OutOfMemoryError|heap space|out of memory|IOException|No space left/i.test(text);
}

function propertyOf(text: string): string | null {
  const found = /^(?:Invariant|Action property|Property) (.+?) is violated/.exec(text);
  return found?.[1] ?? null;
}

function interrupted({ interruption, durationMs }: JvmExit): string {
  if (interruption === "aborted") return "aborted";
  return `out of time after ${String(Math.round(durationMs / 1000))} s`;
}

/** Without the state that may follow: the counterexample has it. */
function reasonOf(text: string): string {
  return oneLine(text.replace(/ by the initial state:[\s\S]*$/, " by the initial state."));
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= MAX_MESSAGE ? line : `${line.slice(0, MAX_MESSAGE)}…`;
}
