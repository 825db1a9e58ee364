import { join } from "node:path";
import { formatTlaValue, type TlcProgress } from "tla2tools-runner";
import type { ModelReport } from "./check-model.js";
import { describeVerdict } from "./compare.js";
import type { ModelEntry } from "./entry.js";
import { MANIFEST } from "./manifest.js";

const NAME_WIDTH = 26;
const VERDICT_WIDTH = 27;
const COUNT_WIDTH = 9;

/** The head of the table that `formatReport` fills. */
export function formatHead(): string {
  return row("model", "verdict", "distinct", "depth", "seconds", "");
}

/** One line per model: what came out. */
export function formatReport({ model, result, reasons }: ModelReport): string {
  const { counts, durationMs, counterexample } = result;
  const depth = counterexample.length > 0 ? counterexample.length : counts.depth;
  const short = describeVerdict(result).split(":")[0] ?? "";
  return row(
    model.name,
    short,
    String(counts.distinct ?? "–"),
    String(depth ?? "–"),
    (durationMs / 1000).toFixed(1),
    reasons.length === 0 ? "ok" : "FAILED",
  );
}

/** Why a model failed: one line per reason, with the place of its entry. */
export function formatReasons({ model, reasons }: ModelReport, dir: string): string[] {
  return reasons.map((reason) => `${join(dir, MANIFEST)} (${model.cfg}): ${reason}`);
}

/** The steps of a behaviour that nobody expected, one line each; none where one was expected. */
export function formatCounterexample({ model, result, reasons }: ModelReport): string[] {
  if (reasons.length === 0 || model.expect.kind === "violates") return [];
  return result.counterexample.map(({ index, action, parameters }) => {
    const values = parameters?.map((value) => formatTlaValue(value)).join(", ");
    return `  ${String(index)}. ${action}${values === undefined || values === "" ? "" : `(${values})`}`;
  });
}

/** The last line: how many passed, which ones did not. */
export function formatSummary(reports: readonly ModelReport[], chosen: number): string {
  const failed = reports.filter(({ reasons }) => reasons.length > 0);
  const seconds = reports.reduce((sum, { result }) => sum + result.durationMs / 1000, 0);
  const names = failed.map(({ model }) => model.name).join(", ");
  const notRun = chosen - reports.length;
  return (
    `models: ${String(reports.length - failed.length)} passed, ${String(failed.length)} failed` +
    (failed.length > 0 ? ` (${names})` : "") +
    (notRun > 0 ? `, ${String(notRun)} not run` : "") +
    `, ${seconds.toFixed(0)} s in all of TLC`
  );
}

/** How far a long model has come. */
export function formatProgress({ name }: ModelEntry, progress: TlcProgress): string {
  const { depth, generated, distinct, queue, generatedPerMinute } = progress;
  const rate = generatedPerMinute === null ? "" : `, ${String(generatedPerMinute)} generated/min`;
  return (
    `… ${name}: depth ${String(depth ?? "–")}, ${String(generated)} generated, ` +
    `${String(distinct ?? "–")} distinct, ${String(queue ?? "–")} to explore${rate}`
  );
}

function row(
  name: string,
  verdict: string,
  distinct: string,
  depth: string,
  seconds: string,
  outcome: string,
): string {
  return [
    name.padEnd(NAME_WIDTH),
    verdict.padEnd(VERDICT_WIDTH),
    distinct.padStart(COUNT_WIDTH),
    depth.padStart(COUNT_WIDTH),
    seconds.padStart(COUNT_WIDTH),
    outcome,
  ]
    .join(" ")
    .trimEnd();
}
