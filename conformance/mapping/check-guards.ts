// Promise: every guard of a spec has its counterpart named in the code, and the reverse; what is
// named is there, on both sides.
import type { Condition } from "./code/guards.js";
import { GUARDS_FILE, type Section } from "./guards-file.js";
import { at } from "./sany/source.js";
import type { Guard } from "./spec/clauses.js";

/** What is compared under one name. */
export interface Sides {
  /** `Module!Name`. */
  readonly name: string;
  readonly guards: readonly Guard[];
  /** Null where no code mirrors the operator: then each guard needs a reason. */
  readonly conditions: readonly Condition[] | null;
  /** The kind of event, which may be named and, for a message, must be. */
  readonly answers: Condition | null;
  /** Where the code is. */
  readonly place: string;
}

const MESSAGE = "onMessage(";

/** The guards are those of the section, in order. */
function checkClauses({ name, guards }: Sides, section: Section): string[] {
  const told = section.pairs.flatMap(({ clause, line }) =>
    clause === null ? [] : { clause, line },
  );
  for (const [k, guard] of guards.entries()) {
    const pair = told[k];
    if (pair?.clause === guard.text) continue;
    const here = `${GUARDS_FILE}:${pair?.line ?? section.line}: ${name}`;
    const place = `spec/${at(guard.place)}`;
    const present = pair === undefined ? "the section ends" : `"${pair.clause}" stands here`;
    return [
      `${here}: guard ${k + 1} is "${guard.text}" (${place}), but ${present}: name its counterpart, ` +
        "or drop the line of a guard that is gone",
    ];
  }
  const [more] = told.slice(guards.length);
  if (more === undefined) return [];
  return [`${GUARDS_FILE}:${more.line}: ${name}: the spec has no guard "${more.clause}": drop it`];
}

/** The conditions are those that the section names. */
function checkConditions(sides: Sides, section: Section): string[] {
  const { name, conditions, answers, place } = sides;
  const there = new Set((conditions ?? []).map(({ text }) => text));
  if (answers !== null) there.add(answers.text);
  const named = new Set(section.pairs.flatMap((pair) => pair.conditions));
  const gone = section.pairs.flatMap((pair) =>
    pair.conditions
      .filter((text) => !there.has(text))
      .map(
        (text) =>
          `${GUARDS_FILE}:${pair.line}: ${name}: ${place} does not ask "${text}" for the guard ` +
          `"${pair.clause ?? "none"}": put the condition back, or name what stands for it`,
      ),
  );
  const due = [...(conditions ?? [])];
  if (answers?.text.startsWith(MESSAGE) === true) due.push(answers);
  const extra = due
    .filter(({ text }) => !named.has(text))
    .map(
      ({ text, file, line }) =>
        `${file}:${line}: ${name}: "${text}" has no counterpart: name its guard in ${GUARDS_FILE}, ` +
        "or the reason for it",
    );
  return [...gone, ...extra];
}

/** What is wrong with the guards of these actions and operators. */
export function checkGuards(
  all: readonly Sides[],
  sections: ReadonlyMap<string, Section>,
): readonly string[] {
  const names = new Set(all.map(({ name }) => name));
  const stale = [...sections].flatMap(([name, { line }]) =>
    names.has(name) ? [] : [`${GUARDS_FILE}:${line}: no guard needs ${name}: drop the section`],
  );
  const found = all.flatMap((sides) => {
    const section = sections.get(sides.name);
    if (section !== undefined) {
      return [...checkClauses(sides, section), ...checkConditions(sides, section)];
    }
    return [`${GUARDS_FILE}: ${sides.name} is not there: add it, with a line for each guard`];
  });
  return [...stale, ...found];
}
