// Promise: an edit changes one place, and the place that it means.
import { BugsError } from "./bugs-error.js";

/** A text to find, and what to write in its place. */
export interface Edit {
  readonly find: readonly string[];
  readonly replace: readonly string[];
}

/** `text` with the edit in it. @param place what messages call the text */
export function edited(place: string, text: string, { find, replace }: Edit): string {
  const sought = find.join("\n");
  const parts = text.split(sought);
  if (sought !== "" && parts.length === 2) return parts.join(replace.join("\n"));
  const count = sought === "" ? "everywhere" : `${parts.length - 1} times`;
  const line = JSON.stringify(find.find((one) => one.trim() !== "") ?? "");
  throw new BugsError(
    `${place}: what begins with ${line} is there ${count}; make the edit find one`,
  );
}

/** The edit as a difference: what goes and what comes. */
export function difference({ find, replace }: Edit): readonly string[] {
  const same = (one: string, other: string | undefined) => one === other;
  let head = 0;
  while (head < find.length && same(find[head] ?? "", replace[head])) head += 1;
  let tail = 0;
  const rest = Math.min(find.length, replace.length) - head;
  while (tail < rest && same(find.at(-1 - tail) ?? "", replace.at(-1 - tail))) tail += 1;
  const cut = (lines: readonly string[]) => lines.slice(head, lines.length - tail);
  return [
    ...find.slice(0, head).map((line) => `  ${line}`),
    ...cut(find).map((line) => `- ${line}`),
    ...cut(replace).map((line) => `+ ${line}`),
    ...find.slice(find.length - tail).map((line) => `  ${line}`),
  ].filter((line) => line.trim().length > 1 || line.trim() === "");
}
