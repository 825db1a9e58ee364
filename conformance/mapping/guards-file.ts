// Promise: spec/guards.txt is read as it stands, or refused with the line that is wrong.
import { MappingError } from "./error.js";

/** One line: a guard of the spec, the conditions that stand for it, a reason where one is due. */
export interface Pair {
  readonly line: number;
  /** Null where a condition of the code has no counterpart. */
  readonly clause: string | null;
  readonly conditions: readonly string[];
  readonly reason: string | null;
}

/** What is said of one action, or of an operator that guards name. */
export interface Section {
  readonly line: number;
  readonly pairs: readonly Pair[];
}

export const GUARDS_FILE = "spec/guards.txt";

const ARROW = "↔";
const REASON = / -- (.*)$/;

function readPair(text: string, line: number): Pair {
  const reason = REASON.exec(text)?.[1]?.trim() ?? null;
  const [clause = "", ...conditions] = text
    .replace(REASON, "")
    .split(ARROW)
    .map((part) => part.trim());
  const wrong = (what: string) => new MappingError(`${GUARDS_FILE}:${line}: ${what}`);
  if (conditions.includes("")) throw wrong(`nothing stands behind ${ARROW}: name the condition`);
  if (clause === "" && conditions.length === 0) throw wrong("a reason for nothing: name the guard");
  if (reason === null && (clause === "" || conditions.length === 0)) {
    throw wrong(`"${text}" has no counterpart: write one behind ${ARROW}, or a reason behind --`);
  }
  return { line, clause: clause === "" ? null : clause, conditions, reason };
}

/** The sections by `Module!Name`. */
export function readGuards(text: string): ReadonlyMap<string, Section> {
  const sections = new Map<string, { line: number; pairs: Pair[] }>();
  let present: Pair[] | null = null;
  for (const [k, content] of text.split("\n").entries()) {
    const line = k + 1;
    if (content.trim() === "" || content.startsWith("#")) continue;
    if (content.startsWith(" ")) {
      if (present === null) {
        throw new MappingError(`${GUARDS_FILE}:${line}: stands above the first Module!Action`);
      }
      present.push(readPair(content.trim(), line));
      continue;
    }
    const name = content.trim();
    if (!/^\w+!\w+$/.test(name) || sections.has(name)) {
      const why = sections.has(name) ? "stands here twice" : "is no Module!Action";
      throw new MappingError(`${GUARDS_FILE}:${line}: ${name} ${why}: indent guards by two spaces`);
    }
    present = [];
    sections.set(name, { line, pairs: present });
  }
  return sections;
}
