// Promise: an entry of mutants.json that is read says what to edit and what must happen.

import type { Alone } from "./alone.js";

/** A text that occurs exactly once in a module, and what takes its place. */
export interface Edit {
  readonly module: string;
  readonly find: string;
  readonly replace: string;
}

/** A known mistake, as a change of the specs, and what becomes of it. */
export interface HandMutant {
  /** Its number in the list of known mistakes; what belongs together shares it. */
  readonly number: number;
  readonly name: string;
  /** What is wrong, in one sentence without a full stop. */
  readonly bug: string;
  /** ZooKeeper's own issues about it. */
  readonly issues: readonly string[];
  readonly edits: readonly Edit[];
  /** Mutants that are made all at once, in place of edits of its own. */
  readonly together: readonly string[];
  /** The model it runs on. */
  readonly model: string;
  /** The property that must fail, or why none can. */
  readonly fate: { readonly killer: string } | { readonly survives: string };
  readonly note: string | null;
  /** Properties that must fail as well, each when it alone is asked for. */
  readonly alone: readonly Alone[];
}

export type EntryResult = { readonly mutant: HandMutant } | { readonly faults: readonly string[] };

type Fields = Readonly<Record<string, unknown>>;

const isText = (value: unknown): boolean => typeof value === "string" && value.trim() !== "";
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
/** One line, or a list of lines. */
const isLines = (value: unknown): boolean =>
  typeof value === "string" ||
  (Array.isArray(value) && value.every((each) => typeof each === "string"));
const isEdit = (value: unknown): boolean => {
  const { module, find, replace } = asFields(value);
  return isText(module) && isLines(find) && lines(find) !== "" && isLines(replace);
};

const isAlone = (value: unknown): boolean => {
  const { property, model } = asFields(value);
  return isText(property) && (model === undefined || isText(model));
};

interface Rule {
  readonly fits: (value: unknown) => boolean;
  readonly wanted: string;
  readonly required?: boolean;
}

const RULES: Readonly<Record<string, Rule>> = {
  number: {
    fits: (value) => Number.isSafeInteger(value) && Number(value) >= 1,
    wanted: "write a whole number from 1 up",
    required: true,
  },
  name: { fits: isText, wanted: "write what people type to run it", required: true },
  bug: { fits: isText, wanted: "write what is wrong in one sentence", required: true },
  issues: { fits: isTexts, wanted: 'write a list such as ["ZOOKEEPER-2959"], or leave it out' },
  edits: {
    fits: (value) => Array.isArray(value) && value.length > 0 && value.every(isEdit),
    wanted: 'write a list of {"module", "find", "replace"}',
  },
  together: { fits: isTexts, wanted: "write the names of the mutants to make all at once" },
  model: { fits: isText, wanted: "write the name of a model, such as base", required: true },
  killer: { fits: isText, wanted: "write the property that must fail" },
  survives: { fits: isText, wanted: "write why no property can fail" },
  note: { fits: isText, wanted: "write a sentence, or leave it out" },
  alone: {
    fits: (value) => Array.isArray(value) && value.length > 0 && value.every(isAlone),
    wanted: 'write a list of {"property"}, each with "model" where it is another one',
  },
};

/** Reads one element of the list; `place` begins each fault. */
export function readMutant(value: unknown, place: string): EntryResult {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { faults: [`${place}: not an object: write {"name": …}`] };
  }
  const fields = value as Fields;
  const here = isText(fields["name"]) ? `${place} (${String(fields["name"])})` : place;
  const faults = [
    ...Object.keys(fields)
      .filter((key) => RULES[key] === undefined)
      .map((key) => `unknown key ${key}: known are ${Object.keys(RULES).join(", ")}`),
    ...Object.entries(RULES).flatMap(([key, { fits, wanted, required }]) => {
      if (fields[key] === undefined)
        return required === true ? [`${key} is missing: ${wanted}`] : [];
      return fits(fields[key]) ? [] : [`${key} is ${JSON.stringify(fields[key])}: ${wanted}`];
    }),
    ...exactlyOne(fields, "edits", "together"),
    ...exactlyOne(fields, "killer", "survives"),
  ];
  if (faults.length > 0) return { faults: faults.map((fault) => `${here}: ${fault}`) };
  return { mutant: toMutant(fields) };
}

function exactlyOne(fields: Fields, one: string, other: string): string[] {
  if ((fields[one] === undefined) !== (fields[other] === undefined)) return [];
  return [`has ${fields[one] === undefined ? "neither" : "both"} ${one} and ${other}: write one`];
}

/** Only called with fields that passed the rules. */
function toMutant(fields: Fields): HandMutant {
  const text = (key: string): string => String(fields[key]);
  const list = (key: string) => (fields[key] as readonly unknown[] | undefined) ?? [];
  return {
    number: Number(fields["number"]),
    name: text("name"),
    bug: text("bug"),
    issues: list("issues").map(String),
    edits: list("edits").map((each) => {
      const { module, find, replace } = asFields(each);
      return { module: String(module), find: lines(find), replace: lines(replace) };
    }),
    together: list("together").map(String),
    model: text("model"),
    fate:
      fields["killer"] === undefined ? { survives: text("survives") } : { killer: text("killer") },
    note: fields["note"] === undefined ? null : text("note"),
    alone: list("alone").map((each) => {
      const { property, model } = asFields(each);
      return { property: String(property), model: String(model ?? fields["model"]) };
    }),
  };
}

function lines(value: unknown): string {
  return Array.isArray(value) ? value.join("\n") : String(value);
}

function asFields(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}
