import { distance } from "#codec";
import { UsageError } from "./arguments.js";

/** How many names a line offers. */
const OFFERED = 3;
/** A part of a name tells something about it when it is no shorter. */
const TELLING = 3;
/** So many are all listed where none is like the word. */
const LISTED = 8;

/** Refuses what is not among the names. @param what of what kind they are, and where they stand */
export function knownNames(
  what: string,
  wanted: readonly string[],
  known: readonly string[],
): readonly string[] {
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown === undefined) return wanted;
  const called = unknown === "" ? '""' : unknown;
  throw new UsageError(`no ${what} has the name ${called}: ${remedyFor(unknown, known)}`);
}

function remedyFor(word: string, known: readonly string[]): string {
  const near = nearestNames(word, known);
  if (near.length > 0) return `did you mean ${listed(near, "or")}?`;
  if (known.length <= LISTED) return `name ${listed(known, "or")}`;
  const some = listed(known.slice(0, OFFERED), "and");
  return `name one of the ${String(known.length)}, such as ${some}`;
}

/** The few names that may have been meant, the likeliest first. */
export function nearestNames(word: string, known: readonly string[]): readonly string[] {
  const most = Math.min(4, Math.max(1, Math.floor(word.length / 2)));
  return ranked(word, known)
    .filter((one) => one.away <= most)
    .slice(0, OFFERED)
    .map(({ name }) => name);
}

interface Ranked {
  readonly name: string;
  /** Letters to change; 0 where one is a telling part of the other. */
  readonly away: number;
}

/** All names, the likest first. */
function ranked(word: string, known: readonly string[]): Ranked[] {
  const wanted = word.toLowerCase();
  const away = (name: string): number => {
    const text = name.toLowerCase();
    const [short, long] = wanted.length < text.length ? [wanted, text] : [text, wanted];
    return short.length >= TELLING && long.includes(short) ? 0 : distance(wanted, text);
  };
  return known.map((name) => ({ name, away: away(name) })).sort((a, b) => a.away - b.away);
}

function listed(names: readonly string[], last: "or" | "and"): string {
  const end = names.at(-1) ?? "";
  return names.length < 2 ? end : `${names.slice(0, -1).join(", ")} ${last} ${end}`;
}
