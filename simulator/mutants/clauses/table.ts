// Promise: the table says of each guard how its absence was noticed, or why nobody can notice it.
import { setupOf } from "../attempt.js";
import { rowText } from "../table.js";
import type { Excused } from "./excused.js";
import { faultOf, type Fate } from "./fate.js";
import type { Finding } from "./finding.js";

/** How many of each fate; what no run shows is no question to the judge. */
export function scoreText(found: readonly Finding[]): string {
  const count = (fate: Fate) => found.filter((one) => one.fate === fate).length;
  const [refused, accepted] = [count("refused"), count("accepted")];
  return (
    `${refused} of ${refused + accepted} reducers without a guard refused, of those whose runs ` +
    `differ (${(100 * shareOf(found)).toFixed(1)} %); ${count("stopped")} more stop themselves, ` +
    `${count("unseen")} never differ`
  );
}

/** The share that is refused of what could be. */
export function shareOf(found: readonly Finding[]): number {
  const refused = found.filter(({ fate }) => fate === "refused").length;
  const accepted = found.filter(({ fate }) => fate === "accepted").length;
  return refused + accepted === 0 ? 1 : refused / (refused + accepted);
}

/** One finding as the command prints it. */
export function lineOf(finding: Finding, excused: Excused | undefined): string {
  const { guard, fate, seed, at, said } = finding;
  const how =
    at === null ? (said ?? excused?.reason ?? "") : `seed ${seed ?? ""}, ${at}, ${said ?? ""}`;
  const line = [guard, fate, how].filter((one) => one !== "").join(": ");
  const fault = faultOf(fate, excused);
  return fault === null ? line : `${line}: FAILED: ${fault}`;
}

/** All of them, as Markdown. */
export function tableOf(found: readonly Finding[], excused: readonly Excused[]): string {
  const of = (fate: Fate) => found.filter((one) => one.fate === fate);
  const code = (text: string) => `\`${text}\``;
  const reason = ({ guard }: Finding) => excused.find(({ mutant }) => mutant === guard)?.reason;
  const refused = of("refused").map(({ guard, condition, seed, at, said }) => {
    const run = seed === null ? "" : `${setupOf(seed).habits} ${seed}`;
    return [guard, code(condition), run, code(at ?? ""), said ?? ""];
  });
  const others = (fate: Fate) =>
    of(fate).map((one) => [one.guard, code(one.condition), one.said ?? reason(one) ?? ""]);
  const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
    [head, head.map(() => "---"), ...rows].map(rowText);
  return [
    `${scoreText(found)}.`,
    "",
    ...table(["Guard", "Condition left out", "Run", "Refused at", "Named"], refused),
    "",
    "One event then enables two actions, or one that has nothing to work on. The reducers stop, " +
      "and record nothing:",
    "",
    ...table(["Guard", "Condition left out", "They say"], others("stopped")),
    "",
    "No run differs, or where it does the spec allows it:",
    "",
    ...table(["Guard", "Condition left out", "Why"], [...others("unseen"), ...others("accepted")]),
  ].join("\n");
}
