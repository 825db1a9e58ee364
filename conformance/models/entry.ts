import { EXPECTATION_FORMS, parseExpectation, type Expectation } from "./expectation.js";

/** One model: what to run, and what must come out. */
export interface ModelEntry {
  /** The configuration without its ending; what people type. */
  readonly name: string;
  /** File name of the configuration. */
  readonly cfg: string;
  /** The module's name, without ending. */
  readonly module: string;
  readonly expect: Expectation;
  /** State counts of the finished model; null in models that stop at a violation. */
  readonly distinct: number | null;
  readonly generated: number | null;
  /** Of the state graph; of a violated model the length of the counterexample, if known. */
  readonly depth: number | null;
  /** How long it takes on a quiet desk. */
  readonly seconds: number;
  /** On every commit, or once a night. */
  readonly when: "check" | "nightly";
  /** What the configuration bounds, for people. */
  readonly bounds: Readonly<Record<string, number>>;
  readonly workers: number;
  /** Also runs with the unit tests. */
  readonly quick: boolean;
}

/** The entry, or one line per fault in it. */
export type EntryResult = { readonly model: ModelEntry } | { readonly faults: readonly string[] };

const REQUIRED = ["cfg", "module", "expect", "seconds", "when", "bounds", "workers"] as const;
const COUNTS = ["distinct", "generated", "depth"] as const;
const KNOWN: ReadonlySet<string> = new Set([...REQUIRED, ...COUNTS, "quick"]);

type Fields = Readonly<Record<string, unknown>>;

/** Reads one element of the manifest; `place` begins each fault. */
export function readEntry(value: unknown, place: string): EntryResult {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { faults: [`${place}: not an object: write {"cfg": …}`] };
  }
  const fields = value as Fields;
  const here = typeof fields["cfg"] === "string" ? `${place} (${fields["cfg"]})` : place;
  const expect =
    typeof fields["expect"] === "string" ? parseExpectation(fields["expect"]) : undefined;
  const required: readonly string[] =
    expect?.kind === "ok" || expect?.kind === "reaches" ? [...REQUIRED, ...COUNTS] : REQUIRED;
  const faults = [
    ...Object.keys(fields)
      .filter((key) => !KNOWN.has(key))
      .map((key) => `${here}: unknown key ${key}: known are ${[...KNOWN].join(", ")}`),
    ...required
      .filter((key) => fields[key] === undefined)
      .map((key) => `${here}: ${key} is missing: ${WANTED[key] ?? ""}`),
    ...Object.keys(CHECKS)
      .filter((key) => fields[key] !== undefined && CHECKS[key]?.(fields[key]) !== true)
      .map((key) => `${here}: ${key} is ${JSON.stringify(fields[key])}: ${WANTED[key] ?? ""}`),
  ];
  if (faults.length > 0 || expect === undefined || expect === null) return { faults };
  return { model: toModel(fields, expect) };
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 1;

/** One test per key, run where the key is there. */
const CHECKS: Readonly<Record<string, (value: unknown) => boolean>> = {
  cfg: (value) => typeof value === "string" && /^[\w-]+\.cfg$/.test(value),
  module: (value) => typeof value === "string" && /^\w+$/.test(value),
  expect: (value) => typeof value === "string" && parseExpectation(value) !== null,
  distinct: isCount,
  generated: isCount,
  depth: isCount,
  seconds: (value) => typeof value === "number" && value > 0,
  when: (value) => value === "check" || value === "nightly",
  bounds: (value) =>
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((bound) => Number.isSafeInteger(bound) && Number(bound) >= 0),
  workers: isCount,
  quick: (value) => typeof value === "boolean",
};

const WANTED: Readonly<Record<string, string>> = {
  cfg: 'write the file name of a configuration in this folder, such as "base.cfg"',
  module: 'write the name of a module in this folder without its ending, such as "MCZab"',
  expect: `write the verdict that TLC must reach: ${EXPECTATION_FORMS}`,
  distinct: "write the number of distinct states of the finished model",
  generated: "write the number of generated states of the finished model",
  depth: "write the depth of the finished model, or the length of the counterexample",
  seconds: "write how many seconds the model takes",
  when: 'write "check" or "nightly"',
  bounds: 'write the model\'s bounds by name, such as {"MaxEpoch": 2}',
  workers: "write a whole number from 1 up",
  quick: "write true or false, or leave it out",
};

/** Only called with fields that passed the checks. */
function toModel(fields: Fields, expect: Expectation): ModelEntry {
  const cfg = String(fields["cfg"]);
  const count = (key: string): number | null =>
    fields[key] === undefined ? null : Number(fields[key]);
  return {
    name: cfg.replace(/\.cfg$/, ""),
    cfg,
    module: String(fields["module"]),
    expect,
    distinct: count("distinct"),
    generated: count("generated"),
    depth: count("depth"),
    seconds: Number(fields["seconds"]),
    when: fields["when"] === "nightly" ? "nightly" : "check",
    bounds: fields["bounds"] as Readonly<Record<string, number>>,
    workers: Number(fields["workers"]),
    quick: fields["quick"] === true,
  };
}
