import { distance } from "#codec";
import { UsageError } from "./arguments.js";

/** How many names a line offers. */
const OFFERED = 3;

/** Refuses what is not among the names. @param what of what kind they are, and where they stand */
export function knownNames(
  what: string,
  wanted: readonly string[],
  known: readonly string[],
): readonly string[] {
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown === undefined) return wanted;
  const near = nearestNames(unknown, known);
  const remedy =
    near.length > 0 ? `did you mean ${either(near)}?` : `name one of the ${String(known.length)}`;
  throw new UsageError(`no ${what} has the name ${unknown}: ${remedy}`);
}

/** The few names that may have been meant, the likeliest first. */
export function nearestNames(word: string, known: readonly string[]): readonly string[] {
  const wanted = word.toLowerCase();
  const most = Math.min(4, Math.max(1, Math.floor(word.length / 2)));
  const away = (name: string): number => {
    const text = name.toLowerCase();
    const part = wanted !== "" && (text.includes(wanted) || wanted.includes(text));
    return part ? 0 : distance(wanted, text);
  };
  return known
    .map((name) => ({ name, away: away(name) }))
    .filter((one) => one.away <= most)
    .sort((a, b) => a.away - b.away)
    .slice(0, OFFERED)
    .map(({ name }) => name);
}

function either(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} or ${last}`;
}
