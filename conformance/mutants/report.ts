// Promise: the report says of every mutant what became of it.
import type { HandMutant } from "./entry.js";
import { score } from "./format.js";
import type { Survivor } from "./survivors.js";
import type { Verdict } from "./verdict.js";

const HEAD = `# What the checks catch

Written by \`npm run mutants -- --write\` from \`mutants-verdicts.json\`: do not edit it by hand.

A mutant is the specs with one mistake in them. A check that cannot tell it from the real ones
checks less than it seems to. *Killed by* names the property that fails; L0 is a halt that no
leader serves; *evaluation* names an operator that is asked for something a well-formed state
always has. *Steps* is the number of states of the shortest counterexample, *states* what TLC
had found by then, with one worker.
`;

/** The whole report; \`hand\` and \`survivors\` say what the verdicts do not. */
export function renderReport(
  verdicts: readonly Verdict[],
  hand: readonly HandMutant[],
  survivors: readonly Survivor[],
): string {
  const byHand = verdicts.filter(({ clause }) => clause === null);
  const byMachine = verdicts.filter(({ clause }) => clause !== null);
  const bugs = new Map(hand.map((mutant) => [mutant.name, mutant]));
  const reasons = new Map(survivors.map((survivor) => [survivor.mutant, survivor]));
  const alive = byMachine.filter(({ killer }) => killer === null);
  return [
    HEAD,
    `## Known mistakes: ${score(byHand)}\n`,
    table(
      ["#", "Mutant", "Mistake", "Killed by", "Model", "Steps", "States"],
      byHand.map((verdict) => {
        const mutant = bugs.get(verdict.name);
        const issues = (mutant?.issues ?? []).join(", ");
        const bug = `${mutant?.bug ?? ""}${issues === "" ? "" : ` (${issues})`}`;
        return [String(mutant?.number ?? ""), code(verdict.name), bug, ...outcome(verdict)];
      }),
    ),
    notes(hand),
    `## Clauses left out: ${score(byMachine)}\n`,
    "Every conjunct of a guard dropped, every update left out, one at a time.\n",
    table(["Killed by", "Mutants"], tally(byMachine)),
    "### Survivors\n",
    table(
      ["Mutant", "Clause", "Why it may be missing", "Tried on"],
      alive.map(({ name, clause, models }) => [
        name,
        code(clause ?? ""),
        reasons.get(name)?.reason ?? "",
        models.join(", "),
      ]),
    ),
    "### Killed\n",
    table(
      ["Mutant", "Clause", "Killed by", "Model", "Steps", "States"],
      byMachine
        .filter(({ killer }) => killer !== null)
        .map((verdict) => [verdict.name, code(short(verdict.clause ?? "")), ...outcome(verdict)]),
    ),
  ].join("\n");
}

function outcome({ killer, models, steps, distinct }: Verdict): string[] {
  const counted = steps === 0 ? "–" : String(steps);
  return [killer ?? "survives", models.join(", "), counted, distinct.toLocaleString("en-US")];
}

function notes(hand: readonly HandMutant[]): string {
  const lines = hand.flatMap(({ name, fate, note }) => [
    ...("survives" in fate ? [`- ${code(name)} survives. ${fate.survives}`] : []),
    ...(note === null ? [] : [`- ${code(name)}: ${note}`]),
  ]);
  return `${lines.join("\n")}\n`;
}

function tally(verdicts: readonly Verdict[]): string[][] {
  const counts = new Map<string, number>();
  for (const { killer } of verdicts) {
    const name = (killer ?? "survives").replace(/^evaluation in .*/, "evaluation");
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([name, count]) => [name, String(count)]);
}

const MAX_CLAUSE = 80;

function short(clause: string): string {
  return clause.length <= MAX_CLAUSE ? clause : `${clause.slice(0, MAX_CLAUSE)}…`;
}

function code(text: string): string {
  return text === "" ? "" : `\`${text.replaceAll("|", "\\|")}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line), ""].join("\n");
}
