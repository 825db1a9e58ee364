import type { Files } from "../support.js";

const renumbered = (lines: string[]): void => {
  for (let k = 1; k < lines.length; k += 1) {
    lines[k] = (lines[k] as string).replace(/"q":\d+/, `"q":${String(k)}`);
  }
};

type Edit = (lines: string[], k: number) => void;

/** One edit of a file at its k-th line; "renumbered": as if nothing had been edited. */
const EDITS: Readonly<Record<string, Edit>> = {
  "a line deleted": (lines, k) => lines.splice(k, 1),
  "a line deleted, renumbered": (lines, k) => {
    lines.splice(Math.max(k, 1), 1);
    renumbered(lines);
  },
  "a line twice": (lines, k) => lines.splice(k, 0, lines[k] as string),
  "a line twice, renumbered": (lines, k) => {
    lines.splice(Math.max(k, 1), 0, lines[Math.max(k, 1)] ?? "");
    renumbered(lines);
  },
  "neighbours swapped, renumbered": (lines, k) => {
    if (k > 1) lines.splice(k - 1, 2, lines[k] as string, lines[k - 1] as string);
    renumbered(lines);
  },
  "the rest of a file cut": (lines, k) => lines.splice(Math.max(k, 1)),
  "a number changed": (lines, k) => {
    const text = lines[k] as string;
    lines[k] = text.replace(/\d+(?=[^\d"]*\d*[^\d]*$)/, (digits) => String(Number(digits) + 1));
  },
};

/** One random edit of one random file; what it was, in words. */
export function damaged(files: Files, random: () => number): string {
  const pick = <T>(items: readonly T[]) => items[Math.floor(random() * items.length)] as T;
  const name = pick([...files.keys()]);
  const lines = files.get(name) as string[];
  if (random() < 0.08) {
    files.delete(name);
    return `${name} deleted`;
  }
  const what = pick(Object.keys(EDITS));
  const k = Math.floor(random() * lines.length);
  EDITS[what]?.(lines, k);
  return `${what} at ${name}:${String(k + 1)}`;
}
