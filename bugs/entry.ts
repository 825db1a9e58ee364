// Promise: what the catalogue says is whole and understood, or refused with its place.
import * as t from "io-ts";
import { isLeft } from "fp-ts/lib/Either.js";
import { PathReporter } from "io-ts/lib/PathReporter.js";
import { BugsError } from "./bugs-error.js";

/** Lines of text, joined by line ends. */
const Lines = t.readonlyArray(t.string);
const Names = t.readonlyArray(t.string);

const Told = {
  /** The issue's name, or a name of our own for what is no issue; also the page's. */
  id: t.string,
  /** The issues it is about. */
  issues: Names,
  title: t.string,
  /** What goes wrong, in paragraphs. */
  story: Names,
};

/** One more run: the model whole where no property is named, or a counterexample to one. */
const Further = t.intersection([
  t.type({
    /** What the run is there for. */
    says: t.string,
    model: t.string,
    /** Whether the specs have the entry's edits in it. */
    defect: t.boolean,
    property: t.union([t.string, t.null]),
  }),
  t.partial({ constants: t.record(t.string, t.string) }),
]);

const Entry = t.intersection([
  t.type({
    ...Told,
    /** What excludes it here. */
    ours: t.string,
    /** The same edit in spec/mutants.json, if it is there. */
    mutant: t.union([t.string, t.null]),
    /** The model of spec/models, and what is changed in it. */
    model: t.string,
    /** What TLC says is violated; L0 for a halt. */
    property: t.string,
    edits: t.readonlyArray(t.type({ module: t.string, find: Lines, replace: Lines })),
    reducers: t.readonlyArray(t.type({ file: t.string, find: Lines, replace: Lines })),
  }),
  t.partial({
    /** The module TLC runs, where it is not that of the model. */
    module: t.string,
    constants: t.record(t.string, t.string),
    /** The only properties asked for, and properties of `module` asked for besides. */
    only: Names,
    extra: Names,
    /** An operator of `module` that every step has to satisfy: TLC's ACTION_CONSTRAINT. */
    constraint: t.string,
    /** Whether a halt is an error. */
    halt: t.boolean,
    /** Scripts of docs/bugs/reproduce. */
    reproduce: Names,
    /** What else the page claims, each held by a run of its own. */
    further: t.readonlyArray(Further),
  }),
]);

export type Further = t.TypeOf<typeof Further>;
export type Entry = t.TypeOf<typeof Entry>;

const KEYS = new Set([
  ...Object.keys(Told),
  ...["ours", "mutant", "model", "property", "edits", "reducers", "module", "constants"],
  ...["only", "extra", "constraint", "halt", "reproduce", "further"],
]);

/** The entry as one of its further runs has it: another model, with the defect or without. */
export function furtherEntry(entry: Entry, { model, constants, defect, property }: Further): Entry {
  const { id, issues, title, story, ours, mutant, reducers } = entry;
  const told = { id, issues, title, story, ours, mutant, reducers };
  const edits = defect ? entry.edits : [];
  return { ...told, model, ...(constants && { constants }), edits, property: property ?? "" };
}

/** Reads the catalogue from its text. @param file what messages call it */
export function readCatalogue(file: string, text: string): readonly Entry[] {
  const value = parse(file, text);
  if (!Array.isArray(value)) throw new BugsError(`${file}: it is no list; write [entry, …]`);
  const entries = value.map((one: unknown, k) => readEntry(`${file}, entry ${k + 1}`, one));
  const ids = entries.map(({ id }) => id);
  const twice = ids.find((id, k) => ids.indexOf(id) !== k);
  if (twice !== undefined) throw new BugsError(`${file}: ${twice} stands there twice; delete one`);
  return entries;
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BugsError(`${file}: ${(error as Error).message}; correct the JSON`);
  }
}

function readEntry(place: string, value: unknown): Entry {
  const extra = Object.keys(Object(value)).find((key) => !KEYS.has(key));
  if (extra !== undefined) throw new BugsError(`${place}: unknown key ${extra}; delete it`);
  const decoded = Entry.decode(value);
  if (!isLeft(decoded)) return decoded.right;
  throw new BugsError(`${place}: ${PathReporter.report(decoded)[0] ?? "not an entry"}`);
}
