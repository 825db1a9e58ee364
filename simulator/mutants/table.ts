// Promise: the table says of each mutant what refused it, or that nothing did, and why.
import { setupOf } from "./attempt.js";
import type { Finding } from "./finding.js";
import { isExcluded, type Mutant } from "./mutant.js";

/** What became of a mutant. */
export interface Outcome {
  readonly mutant: Mutant;
  /** The mistake, in the words of spec/mutants.json. */
  readonly mistake: string;
  readonly finding: Finding;
}

export interface Score {
  readonly refused: number;
  readonly tried: number;
  /** Refused at a line on which the mistake was made, and not at one behind it. */
  readonly atOnce: number;
}

export function scoreOf(outcomes: readonly Outcome[]): Score {
  const tried = outcomes.filter(({ mutant }) => !isExcluded(mutant));
  const refused = tried.flatMap(({ finding }) => finding.refused ?? []);
  const atOnce = refused.filter((one) => one.atOnce).length;
  return { refused: refused.length, tried: tried.length, atOnce };
}

export function scoreText({ refused, tried, atOnce }: Score): string {
  const share = tried === 0 ? 0 : (100 * refused) / tried;
  return (
    `${refused} of ${tried} mutants refused (${share.toFixed(1)} %), ` +
    `${atOnce} of them at a line on which the mistake was made`
  );
}

/** One outcome as the command prints it. */
export function lineOf({ mutant, finding }: Outcome): string {
  if (isExcluded(mutant)) return `${mutant.name}: no counterpart`;
  const { refused, runs, idle } = finding;
  if (refused === null) {
    return `${mutant.name}: ACCEPTED (${runs} seeds, ${idle} without a difference)`;
  }
  const { seed, at, named, atOnce, made } = refused;
  return `${mutant.name}: seed ${seed}, ${at}, ${named}${atOnce ? "" : `, made at ${made}`}`;
}

const cell = (text: string): string => text.replaceAll("|", "\\|");

/** The table and its score, as Markdown. */
export function tableOf(outcomes: readonly Outcome[]): string {
  const head = ["Mutant", "Mistake", "Seed", "Schedule", "Refused at", "Named", "Mistake made"];
  const rows = outcomes.filter(({ mutant }) => !isExcluded(mutant)).map(rowOf);
  const excluded = outcomes.flatMap(({ mutant }) =>
    isExcluded(mutant) ? [`- \`${mutant.name}\`: ${mutant.reason}`] : [],
  );
  return [
    `${scoreText(scoreOf(outcomes))}.`,
    "",
    rowText(head),
    rowText(head.map((_, k) => (k === 2 ? "--:" : "---"))),
    ...rows.map(rowText),
    "",
    "Without a counterpart in the reducers:",
    "",
    ...excluded,
  ].join("\n");
}

export const rowText = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;

function rowOf({ mutant, mistake, finding }: Outcome): readonly string[] {
  const name = `\`${mutant.name}\``;
  const { refused, runs } = finding;
  if (refused === null) {
    const { from = 1 } = mutant;
    return [name, mistake, `${from} to ${from + runs - 1}`, "", "", "**accepted**", ""];
  }
  const { seed, at, named, atOnce } = refused;
  const { habits, voters, observers } = setupOf(seed);
  const setup = `${habits}, ${voters} voters${observers > 0 ? `, ${observers} observer` : ""}`;
  const made = atOnce ? "there" : "before";
  return [name, mistake, String(seed), setup, `\`${at}\``, named, made];
}
