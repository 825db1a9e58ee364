// Promise: the table says of each mutant what refused it, or that nothing did, and why.
import type { Verdict } from "#conformance";
import { isAtOnce, placeOf, setupOf, type Attempt } from "./attempt.js";
import { isExcluded, type Mutant } from "./mutant.js";

/** What became of a mutant. */
export interface Outcome {
  readonly mutant: Mutant;
  /** The mistake, in the words of spec/mutants.json. */
  readonly mistake: string;
  readonly attempts: readonly Attempt[];
}

/** The attempt that was refused, if one was. */
export const refusedOf = ({ attempts }: Outcome): Attempt | undefined =>
  attempts.find(({ verdict }) => verdict?.verdict === "violates");

export interface Score {
  readonly refused: number;
  readonly tried: number;
  /** Refused at a line on which the mistake was made, and not at one behind it. */
  readonly atOnce: number;
}

export function scoreOf(outcomes: readonly Outcome[]): Score {
  const tried = outcomes.filter(({ mutant }) => !isExcluded(mutant));
  const refused = tried.map(refusedOf).filter((one) => one !== undefined);
  return { refused: refused.length, tried: tried.length, atOnce: refused.filter(isAtOnce).length };
}

export function scoreText({ refused, tried, atOnce }: Score): string {
  const share = tried === 0 ? 0 : (100 * refused) / tried;
  return (
    `${refused} of ${tried} mutants refused (${share.toFixed(1)} %), ` +
    `${atOnce} of them at a line on which the mistake was made`
  );
}

/** What the judge named: the action and the fields, or the property. */
export function namedOf(verdict: Verdict): string {
  if (verdict.verdict !== "violates") return verdict.verdict;
  const { step, reason, fields, properties } = verdict;
  if (reason === "property") return `${step.action}: ${properties.join(", ")}`;
  if (reason === "not enabled") return `${step.action} is not enabled`;
  return `${step.action}: ${fields.map(({ name }) => name).join(", ")}`;
}

/** One outcome as the command prints it. */
export function lineOf(outcome: Outcome): string {
  const { mutant, attempts } = outcome;
  if (isExcluded(mutant)) return `${mutant.name}: no counterpart`;
  const refused = refusedOf(outcome);
  const idle = attempts.filter(({ partings }) => partings.size === 0).length;
  const tries = `${attempts.length} seeds, ${idle} without a difference`;
  if (refused === undefined || refused.verdict === null)
    return `${mutant.name}: ACCEPTED (${tries})`;
  const { seed, verdict } = refused;
  const later = isAtOnce(refused) ? "" : `, made at ${[...refused.partings][0] ?? "no line"}`;
  return `${mutant.name}: seed ${seed}, ${placeOf(verdict)}, ${namedOf(verdict)}${later}`;
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

function rowOf(outcome: Outcome): readonly string[] {
  const { mutant, mistake, attempts } = outcome;
  const name = `\`${mutant.name}\``;
  const refused = refusedOf(outcome);
  if (refused === undefined || refused.verdict === null) {
    const seeds = `${attempts.at(0)?.seed ?? 0} to ${attempts.at(-1)?.seed ?? 0}`;
    return [name, mistake, seeds, "", "", "**accepted**", ""];
  }
  const { seed, verdict } = refused;
  const { habits, voters, observers } = setupOf(seed);
  const setup = `${habits}, ${voters} voters${observers > 0 ? `, ${observers} observer` : ""}`;
  const made = isAtOnce(refused) ? "there" : "before";
  return [name, mistake, String(seed), setup, `\`${placeOf(verdict)}\``, namedOf(verdict), made];
}
