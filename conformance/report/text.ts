/** Renders a verdict for people and for programs. */
import { placeText } from "../trace/run.js";
import {
  exitCodeOf,
  type StepShown,
  type Summary,
  type Verdict,
  type Violates,
} from "./verdict.js";

const MAX_LINES = 60;
const WIDTH = 100;

/** A verdict as plain text, at most 60 lines. */
export function formatVerdict(verdict: Verdict): string {
  const lines = linesOf(verdict);
  const kept = lines.length > MAX_LINES ? [...lines.slice(0, MAX_LINES - 1), "…"] : lines;
  return kept.join("\n");
}

/** A verdict as one JSON object, its exit code included. */
export function verdictJson(verdict: Verdict): string {
  return JSON.stringify({ ...verdict, exitCode: exitCodeOf(verdict) }, null, 2);
}

function linesOf(verdict: Verdict): string[] {
  switch (verdict.verdict) {
    case "bad input":
      return verdict.faults.map(
        ({ place, problem }) => `bad input    ${placeText(place)}: ${problem}`,
      );
    case "cannot tell": {
      const where = verdict.place === null ? "" : `${placeText(verdict.place)}: `;
      return [`cannot tell  ${where}${verdict.reason}`];
    }
    case "conforms": {
      const { committed, established, decisions, summary } = verdict;
      const nothing =
        established === 0 ? ["             nothing was established: this says little"] : [];
      const elected = summary.electionJudged === 0 ? [] : [`${count(decisions, "vote")} decided`];
      const what = [
        `${count(established, "epoch")} established`,
        `${count(committed, "txn")} committed`,
        ...elected,
      ];
      return [`conforms     ${what.join(", ")}`, ...nothing, ...summaryLines(summary)];
    }
    case "violates":
      return violationLines(verdict);
  }
}

function count(n: number, what: string): string {
  return `${String(n)} ${what}${n === 1 ? "" : "s"}`;
}

function called({ action, parameters }: StepShown): string {
  return `${action}(${parameters.join(", ")})`;
}

const row = (label: string, text: string): string => `${label.padEnd(13)}${text}`;

function violationLines(verdict: Violates): string[] {
  const { step, reason, fields, properties, situation, enabled, lastGood, sender } = verdict;
  const q = step.q === null ? "the header" : `q ${String(step.q)}`;
  const where = `server ${String(step.server)}, ${placeText(step.place)} (${q})`;
  const lines = [row("violates", `${where}, ${called(step)}`)];
  if (reason === "not enabled") {
    lines.push(row("", `${verdict.spec}.tla does not allow this action here`));
  }
  if (reason === "contradiction") lines.push(row("", "this line contradicts other evidence"));
  for (const { name, recorded, expected } of fields) {
    const other = reason === "contradiction" ? "should be" : "spec";
    lines.push(row("", `${name}: recorded ${recorded}, ${other} ${expected}`));
  }
  for (const property of properties) {
    lines.push(row("", `the step is allowed, and property ${property} is false after it`));
  }
  if (properties.length > 0)
    lines.push(row("", "a run of the spec breaks it: a defect of the spec"));
  lines.push(...wrapped("state", situation), ...wrapped("enabled", enabled));
  if (reason === "not enabled" && enabled.length === 0) lines.push(row("enabled", "nothing"));
  if (lastGood !== null)
    lines.push(row("last good", `${placeText(lastGood.place)} ${called(lastGood)}`));
  if (sender !== null) lines.push(row("sent at", placeText(sender)));
  return [...lines, ...summaryLines(verdict.summary)];
}

/** A list as rows no wider than a screen. */
function wrapped(label: string, items: readonly string[]): string[] {
  const rows: string[] = [];
  let line = "";
  for (const item of items) {
    const longer = line === "" ? item : `${line}; ${item}`;
    if (line !== "" && longer.length > WIDTH - 13) {
      rows.push(line);
      line = item;
    } else line = longer;
  }
  if (line !== "") rows.push(line);
  return rows.map((text, k) => row(k === 0 ? label : "", text));
}

function summaryLines(s: Summary): string[] {
  const inserted = `${count(s.breaks, "break")} and ${count(s.restarts, "restart")} among them`;
  const seen = (actions: Readonly<Record<string, number>>) =>
    Object.entries(actions).map(([name, n]) => `${name} ${String(n)}`);
  const rest = [
    ...(s.electionJudged > 0 ? [`${count(s.electionJudged, "election event")} judged`] : []),
    ...(s.dropped > 0 ? [`${count(s.dropped, "event")} that enabled nothing`] : []),
    ...s.notes,
  ];
  return [
    row("run", `${count(s.files, "file")}, ${count(s.steps, "step")}, ${inserted}`),
    ...wrapped("actions", seen(s.actions)),
    ...wrapped("elections", seen(s.electionActions)),
    ...wrapped("never seen", s.neverSeen),
    ...rest.map((note) => row("note", note)),
  ];
}
