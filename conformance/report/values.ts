/** Shows values of the spec, given as TLA+ text, in little room and without hiding what differs. */
import type { Valued } from "../verdict/explanation.js";

const OPENING = ["<<", "{", "[", "("];
const CLOSING = [">>", "}", "]", ")"];

/**
 * The entries of a tuple, a set, a record or a function in TLA+ text, as they are written; null
 * for any other value.
 */
export function entriesOf(text: string): readonly string[] | null {
  const open = OPENING.findIndex((bracket) => text.startsWith(bracket));
  const [begin, end] = [OPENING[open], CLOSING[open]];
  if (begin === undefined || end === undefined || !text.endsWith(end)) return null;
  const separator = begin === "(" ? "@@" : ",";
  const inner = text.slice(begin.length, text.length - end.length);
  const parts = split(inner, separator);
  if (parts === null) return null;
  return inner.trim() === "" ? [] : parts.map((part) => part.trim());
}

/** The parts of a list without brackets, as messages and disk operations are shown. */
function listOf(text: string): readonly string[] | null {
  const parts = split(text, ",");
  return parts !== null && parts.length > 3 ? parts.map((part) => part.trim()) : null;
}

/** What matters for splitting: strings as a whole, brackets, separators. */
const TOKEN = /"(?:[^"\\]|\\.)*"|<<|>>|@@|[{}[\](),]/g;

/** Splits where no bracket and no string is open; null when the brackets do not fit. */
function split(text: string, separator: string): string[] | null {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (OPENING.includes(token)) depth += 1;
    if (CLOSING.includes(token)) depth -= 1;
    if (depth < 0) return null;
    if (depth > 0 || token !== separator) continue;
    parts.push(text.slice(from, index));
    from = index + token.length;
  }
  return depth === 0 ? [...parts, text.slice(from)] : null;
}

/** Cuts what is longer than `room` in the middle, and says how many entries the whole has. */
export function shortened(text: string, room: number): string {
  const flat = text.replace(/\s+/g, " ");
  if (flat.length <= room) return flat;
  const entries = entriesOf(flat) ?? listOf(flat);
  const counted = entries === null ? "" : ` (${String(entries.length)} entries)`;
  const kept = Math.max(8, room - counted.length - 3);
  const head = Math.ceil(kept * 0.6);
  return `${flat.slice(0, head).trimEnd()} … ${flat.slice(head - kept).trimStart()}${counted}`;
}

type Entries = readonly string[] | null;

/** Where two values of one kind part: their first entry that is not the same. */
export interface Parting {
  readonly entry: number;
  /** The entry of either one; null where it has ended already. */
  readonly one: string | null;
  readonly other: string | null;
}

/** Null where the two are not of one kind, or equal entry by entry. */
export function partingOf(one: string, other: string): Parting | null {
  const bare = entriesOf(one) === null && entriesOf(other) === null;
  const [a, b] = [one, other].map(bare ? listOf : entriesOf) as [Entries, Entries];
  if (a === null || b === null || (!bare && one.slice(0, 1) !== other.slice(0, 1))) return null;
  const length = Math.max(a.length, b.length);
  const at = Array.from({ length }, (_, k) => k).find((k) => a[k] !== b[k]);
  return at === undefined ? null : { entry: at + 1, one: a[at] ?? null, other: b[at] ?? null };
}

/** A line for each expression with its value; where long ones differ, the entry that does. */
export function valueLines(values: readonly Valued[], room: number): string[] {
  const lines = values.map(({ text, value }) => {
    const name = shortened(text, value === "TRUE" || value === "FALSE" ? room - 9 : room / 2);
    if (value === "TRUE" || value === "FALSE") return `${name} is ${value}`;
    return `${name} = ${shortened(value, room - name.length - 3)}`;
  });
  const [one, other] = values.filter(({ value }) => (entriesOf(value) ?? listOf(value)) !== null);
  const hidden = lines.some((line) => line.includes(" … "));
  const parting = one && other && hidden ? partingOf(one.value, other.value) : null;
  if (!one || !other || parting === null) return lines;
  const sides = [parting.one, parting.other].map((entry) =>
    entry === null ? "  nothing" : `  ${shortened(entry, room - 2)}`,
  );
  return [...lines, `they part at entry ${String(parting.entry)}:`, ...sides];
}
