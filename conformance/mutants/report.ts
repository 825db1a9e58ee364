// Promise: the report says of every mutant what became of it.
import type { HandMutant } from "./entry.js";
import { score } from "./format.js";
import type { Survivor } from "./survivors.js";
import { isNoSpec, type Verdict } from "./verdict.js";

const HEAD = `# What the checks catch

Written by \`npm run mutants -- --write\` from \`mutants-verdicts.json\`: do not edit it by hand.

A mutant is the specs with one mistake in them. A check that cannot tell it from the real ones
checks less than it seems to. *Killed by* names the property that fails; L0 is a halt that no
leader serves. *Steps* is the number of states of the shortest counterexample, *states* what TLC
had found by then, with one worker.

Some texts without a clause are no specification any more: a step asks for what a state does not
have, such as the head of an empty channel. TLC stops there and no property has failed, so these
stand apart, with the operator that has no value, and are not counted among the killed. No model
of the ladder finds a property that fails first.
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
  const killed = byMachine.filter((each) => each.killer !== null && !isNoSpec(each));
  const rows = (verdicts: readonly Verdict[]) =>
    verdicts.map((each) => [each.name, code(short(each.clause ?? "")), ...outcome(each)]);
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
    ...behind(byHand),
    `## Clauses left out: ${score(byMachine)}\n`,
    "Every conjunct of a guard dropped, every update left out, one at a time.\n",
    table(["Module", "Mutants", "Killed", "Survive", "No specification"], byModule(byMachine)),
    table(["Killed by", "Mutants"], tally(killed)),
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
    "### No specification\n",
    table(
      ["Mutant", "Clause", "No value", "Model", "Steps", "States"],
      rows(byMachine.filter(isNoSpec)),
    ),
    "### Killed\n",
    table(["Mutant", "Clause", "Killed by", "Model", "Steps", "States"], rows(killed)),
  ].join("\n");
}

function outcome({ killer, models, steps, distinct }: Verdict): string[] {
  const counted = steps === 0 ? "–" : String(steps);
  return [killer ?? "survives", models.join(", "), counted, distinct.toLocaleString("en-US")];
}

/** What fails behind the property that kills. */
function behind(verdicts: readonly Verdict[]): readonly string[] {
  const rows = verdicts.flatMap(({ name, alone = [] }) =>
    alone.map(({ property, model, steps, distinct }) => {
      const counted = distinct === 0 ? "–" : distinct.toLocaleString("en-US");
      return [code(name), property, model, steps === 0 ? "–" : String(steps), counted];
    }),
  );
  if (rows.length === 0) return [];
  return [
    "TLC stops at the first property that fails. These fail, too, each where it alone is asked for:\n",
    table(["Mutant", "Property", "Model", "Steps", "States"], rows),
  ];
}

function notes(hand: readonly HandMutant[]): string {
  const lines = hand.flatMap(({ name, fate, note }) => [
    ...("survives" in fate ? [`- ${code(name)} survives. ${fate.survives}`] : []),
    ...(note === null ? [] : [`- ${code(name)}: ${note}`]),
  ]);
  return `${lines.join("\n")}\n`;
}

function tally(verdicts: readonly Verdict[]): string[][] {
  return [...counted(verdicts.map(({ killer }) => killer ?? "survives"))]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => [name, String(count)]);
}

function byModule(verdicts: readonly Verdict[]): string[][] {
  const moduleOf = ({ name }: Verdict) => name.slice(0, name.indexOf("!"));
  return [...counted(verdicts.map(moduleOf))].map(([module, count]) => {
    const own = verdicts.filter((each) => moduleOf(each) === module);
    const alive = own.filter(({ killer }) => killer === null).length;
    const noSpec = own.filter(isNoSpec).length;
    return [module, count, count - alive - noSpec, alive, noSpec].map(String);
  });
}

function counted(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
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
