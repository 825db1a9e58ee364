// Promise: the table says of each guard how its absence was noticed, or why nobody can notice it.
import { placeOf, setupOf } from "../attempt.js";
import { namedOf, rowText } from "../table.js";
import { fateOf, faultOf, type Fate, type Trial } from "./fate.js";

/** How many of each fate; what no run shows is no question to the judge. */
export function scoreText(trials: readonly Trial[]): string {
  const count = (fate: Fate) => trials.filter((trial) => fateOf(trial) === fate).length;
  const [refused, accepted] = [count("refused"), count("accepted")];
  return (
    `${refused} of ${refused + accepted} reducers without a guard refused, of those whose runs ` +
    `differ (${(100 * shareOf(trials)).toFixed(1)} %); ${count("stopped")} more stop themselves, ` +
    `${count("unseen")} never differ`
  );
}

/** The share that is refused of what could be. */
export function shareOf(trials: readonly Trial[]): number {
  const refused = trials.filter((trial) => fateOf(trial) === "refused").length;
  const accepted = trials.filter((trial) => fateOf(trial) === "accepted").length;
  return refused + accepted === 0 ? 1 : refused / (refused + accepted);
}

/** One trial as the command prints it. */
export function lineOf(trial: Trial): string {
  const { name } = trial.mutant;
  const fault = faultOf(trial);
  const said = [name, fateOf(trial), howOf(trial)].filter((one) => one !== "").join(": ");
  return fault === null ? said : `${said}: FAILED: ${fault}`;
}

/** What the judge named and where, what the reducers said of themselves, or the excuse. */
function howOf({ attempts, excused }: Trial): string {
  const last = attempts.at(-1);
  if (last?.verdict?.verdict === "violates") {
    return `seed ${last.seed}, ${placeOf(last.verdict)}, ${namedOf(last.verdict)}`;
  }
  return last?.broken ?? excused?.reason ?? "";
}

/** All of them, as Markdown. */
export function tableOf(trials: readonly Trial[]): string {
  const of = (fate: Fate) => trials.filter((trial) => fateOf(trial) === fate);
  const code = (text: string) => `\`${text}\``;
  const refused = of("refused").map(({ mutant, attempts }) => {
    const last = attempts.at(-1);
    const verdict = last?.verdict;
    if (last === undefined || verdict === undefined || verdict === null) return [];
    const setup = `${setupOf(last.seed).habits} ${last.seed}`;
    return [mutant.name, code(mutant.condition), setup, code(placeOf(verdict)), namedOf(verdict)];
  });
  const others = (fate: Fate) =>
    of(fate).map((trial) => [trial.mutant.name, code(trial.mutant.condition), howOf(trial)]);
  const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
    [head, head.map(() => "---"), ...rows].map(rowText);
  return [
    `${scoreText(trials)}.`,
    "",
    ...table(["Guard", "Condition left out", "Run", "Refused at", "Named"], refused),
    "",
    "One event then enables two actions, or one that has nothing to work on. The reducers stop, and record nothing:",
    "",
    ...table(["Guard", "Condition left out", "They say"], others("stopped")),
    "",
    "No run differs, or where it does the spec allows it:",
    "",
    ...table(["Guard", "Condition left out", "Why"], [...others("unseen"), ...others("accepted")]),
  ].join("\n");
}
