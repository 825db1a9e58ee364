/** Renders verdicts as Markdown: the page that a CI job shows of itself. */
import { placeText } from "../trace/run.js";
import { headline } from "./headline.js";
import type { JudgedRun } from "./judged.js";
import { sequenceDiagram } from "./mermaid.js";
import { achievements, formatVerdict } from "./text.js";
import type { Verdict } from "../verdict/verdict.js";

const SIGNS = { conforms: "✅", violates: "❌", "cannot tell": "❔", "bad input": "⛔" } as const;

/**
 * A table of all runs, and of each that does not conform the report and its last messages.
 * `missed` is what the runs have not shown and a gate demands.
 */
export function markdownSummary(
  runs: readonly JudgedRun[],
  missed: readonly string[] = [],
): string {
  const conforming = runs.filter(({ verdict }) => verdict.verdict === "conforms").length;
  const title = `## Zabkeeper: ${String(conforming)} of ${String(runs.length)} runs conform`;
  const rows = runs.map(({ run, verdict }) =>
    [
      `${SIGNS[verdict.verdict]} ${verdict.verdict}`,
      code(run),
      code(whereOf(verdict)),
      cell(whatOf(verdict)),
    ].join(" | "),
  );
  const table = ["| Verdict | Run | Line | What |", "| --- | --- | --- | --- |"];
  const gate = missed.length === 0 ? [] : [...missed.map((line) => `- ${line}`), ""];
  const details = [...gate, ...runs.flatMap(detailsOf)];
  return [title, "", ...table, ...rows.map((row) => `| ${row} |`), "", ...details].join("\n");
}

const whatOf = (verdict: Verdict): string =>
  verdict.verdict === "conforms" ? achievements(verdict).join("; ") : headline(verdict);

function whereOf(verdict: Verdict): string {
  switch (verdict.verdict) {
    case "conforms":
      return "";
    case "cannot tell":
      return verdict.place === null ? "" : placeText(verdict.place);
    case "bad input":
      return verdict.faults
        .slice(0, 1)
        .map(({ place }) => placeText(place))
        .join("");
    case "violates":
      return placeText(verdict.step.place);
  }
}

function detailsOf({ run, verdict }: JudgedRun): string[] {
  if (verdict.verdict === "conforms") return [];
  const report = formatVerdict(verdict);
  const diagram = verdict.verdict === "violates" ? sequenceDiagram(verdict) : null;
  const drawn =
    diagram === null
      ? []
      : ["The last messages between the servers concerned:", "", ...fenced("mermaid", diagram), ""];
  return [`### ${code(run)}`, "", ...fenced("text", report), "", ...drawn];
}

/** A fence longer than any that the text holds. */
function fenced(language: string, text: string): string[] {
  const runs = text.match(/`{3,}/g) ?? [];
  const fence = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return [`${fence}${language}`, text, fence];
}

function code(text: string): string {
  return text === "" ? "" : `\`${cell(text.replaceAll("`", "'"))}\``;
}

const cell = (text: string): string => text.replace(/\s+/g, " ").replaceAll("|", "\\|");
