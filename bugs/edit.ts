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

/** The edit as a difference: what stays, what goes and what comes. */
export function difference({ find, replace }: Edit): readonly string[] {
  const lines = compared(find, replace);
  return lines.filter((line, k) => line.trim() !== "" || (k > 0 && k < lines.length - 1));
}

/** The shortest way from `before` to `after`, line by line. */
function compared(before: readonly string[], after: readonly string[]): readonly string[] {
  const [old, ...olds] = before;
  const [fresh, ...news] = after;
  if (old === undefined) return after.map((line) => `+ ${line}`);
  if (fresh === undefined) return before.map((line) => `- ${line}`);
  if (old === fresh) return [`  ${old}`, ...compared(olds, news)];
  if (!after.includes(old)) return [`- ${old}`, ...compared(olds, after)];
  if (!before.includes(fresh)) return [`+ ${fresh}`, ...compared(before, news)];
  const without = [`- ${old}`, ...compared(olds, after)];
  const having = [`+ ${fresh}`, ...compared(before, news)];
  return without.length <= having.length ? without : having;
}
