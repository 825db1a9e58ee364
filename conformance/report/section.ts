/** Lays out a report for people: labelled sections, as wide as a screen, in so many lines. */
import type { Paint, Tone } from "./paint.js";

export const WIDTH = 100;
const LABEL = 13;
/** What is left of a line behind its label. */
export const ROOM = WIDTH - LABEL;

/** Some lines under one label. */
export interface Section {
  readonly label: string;
  readonly tone: Tone;
  readonly lines: readonly string[];
}

export const section = (label: string, lines: readonly string[], tone: Tone = "label"): Section => {
  return { label, tone, lines };
};

/** The sections as lines; those without any are left out. */
export function laidOut(sections: readonly Section[], paint: Paint): string[] {
  return sections.flatMap(({ label, tone, lines }) =>
    lines.map((line, k) => {
      const head = k === 0 ? label : "";
      return `${paint(tone, head)}${" ".repeat(Math.max(1, LABEL - head.length))}${line}`;
    }),
  );
}

/** Sections of no more than `limit` lines in all: the longest ones lose what comes last. */
export function fitted(sections: readonly Section[], limit: number): readonly Section[] {
  const kept = sections.map(({ lines }) => lines.length);
  let total = kept.reduce((sum, n) => sum + n, 0);
  for (; total > limit; total -= 1) {
    const longest = kept.indexOf(Math.max(...kept));
    kept[longest] = (kept[longest] ?? 0) - 1;
  }
  return sections.map((one, k) => shortenedTo(one, kept[k] ?? 0));
}

/** The last line that is kept gives way to how many are not. */
function shortenedTo(one: Section, kept: number): Section {
  const { lines } = one;
  if (kept >= lines.length) return one;
  const left = Math.max(0, kept - 1);
  return {
    ...one,
    lines: [...lines.slice(0, left), `… ${String(lines.length - left)} more lines`],
  };
}

/** A list, `;` between its items, as lines no wider than a screen. */
export function wrapped(items: readonly string[]): string[] {
  const rows: string[] = [];
  let line = "";
  for (const item of items) {
    const longer = line === "" ? item : `${line}; ${item}`;
    if (line !== "" && longer.length > ROOM) {
      rows.push(line);
      line = item;
    } else line = longer;
  }
  return line === "" ? rows : [...rows, line];
}

/** A sentence as lines no wider than a screen; a word that is wider stays whole. */
export function sentence(text: string): string[] {
  const rows: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && longer.length > ROOM) {
      rows.push(line);
      line = `  ${word}`;
    } else line = longer;
  }
  return [...rows, line];
}
