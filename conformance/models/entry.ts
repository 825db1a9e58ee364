// Promise: an entry that is read says a verdict and pins all that its kind of run can pin.
import { parseExpectation, type Expectation } from "./expectation.js";
import { FIELDS, type Fields } from "./fields.js";
import type { Tier } from "./tier.js";

/** One model: what to run, and what must come out. */
export interface ModelEntry {
  /** The configuration without its ending; what people type. */
  readonly name: string;
  /** File name of the configuration. */
  readonly cfg: string;
  /** The module's name, without ending. */
  readonly module: string;
  readonly expect: Expectation;
  /** Random walks instead of a search; null where all states are searched. */
  readonly simulate: Simulation | null;
  /** State counts of the finished model; null in models that stop at a violation. */
  readonly distinct: number | null;
  readonly generated: number | null;
  /** Of the state graph; of a violated model the length of the counterexample, if known. */
  readonly depth: number | null;
  /** The depth at which each witness is first seen; null where none is expected, or by chance. */
  readonly witnesses: Readonly<Record<string, number>> | null;
  /** How long it takes on a quiet desk. */
  readonly seconds: number;
  readonly tier: Tier;
  /** What the configuration bounds, for people. */
  readonly bounds: Readonly<Record<string, number>>;
  readonly workers: number;
}

/** How many random walks of which length; the seed makes them the same each time. */
export interface Simulation {
  readonly traces: number;
  readonly depth: number;
  readonly seed: number;
}

/** The entry, or one line per fault in it. */
export type EntryResult = { readonly model: ModelEntry } | { readonly faults: readonly string[] };

const REQUIRED = ["cfg", "module", "expect", "seconds", "tier", "bounds", "workers"];

/** Reads one element of the manifest; `place` begins each fault. */
export function readEntry(value: unknown, place: string): EntryResult {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { faults: [`${place}: not an object: write {"cfg": …}`] };
  }
  const fields = value as Fields;
  const here = typeof fields["cfg"] === "string" ? `${place} (${fields["cfg"]})` : place;
  const faults = faultsOf(fields).map((fault) => `${here}: ${fault}`);
  const expect = expectationOf(fields);
  if (faults.length > 0 || expect === null) return { faults };
  return { model: toModel(fields, expect) };
}

function faultsOf(fields: Fields): string[] {
  const isOff = (key: string): boolean =>
    fields[key] !== undefined && FIELDS[key]?.holds(fields[key]) === false;
  const { required, needless } = demandsOf(fields);
  return [
    ...Object.keys(fields)
      .filter((key) => !Object.hasOwn(FIELDS, key))
      .map((key) => `unknown key ${key}: known are ${Object.keys(FIELDS).join(", ")}`),
    ...[...REQUIRED, ...required]
      .filter((key) => fields[key] === undefined)
      .map((key) => `${key} is missing: ${FIELDS[key]?.remedy ?? ""}`),
    ...Object.keys(FIELDS)
      .filter(isOff)
      .map((key) => `${key} is ${JSON.stringify(fields[key])}: ${FIELDS[key]?.remedy ?? ""}`),
    ...[...needless]
      .filter(([key]) => fields[key] !== undefined)
      .map(([key, why]) => `${key} has no meaning here, because ${why}: leave it out`),
    ...clashes(fields),
  ];
}

/** Further keys that this kind of run must have, and those that say nothing about it. */
function demandsOf(fields: Fields): { required: string[]; needless: Map<string, string> } {
  const kind = expectationOf(fields)?.kind;
  const walks = fields["simulate"] !== undefined || fields["tier"] === "simulation";
  const required: string[] = [];
  const needless = new Map<string, string>();
  if (walks) required.push("simulate");
  if (kind === "ok" || kind === "reaches") {
    required.push(...(walks ? ["generated"] : ["distinct", "generated", "depth"]));
    if (walks) needless.set("depth", "a simulation searches no graph");
  }
  if (walks) needless.set("distinct", "a simulation does not remember states");
  if (kind === "reaches" && !walks) required.push("witnesses");
  else if (walks) needless.set("witnesses", "a random walk is not the shortest way");
  else if (kind !== undefined) needless.set("witnesses", "expect names none");
  return { required, needless };
}

/** Keys that are right on their own and wrong together. */
function clashes(fields: Fields): string[] {
  const { simulate, tier, workers, witnesses } = fields;
  const faults: string[] = [];
  if (simulate !== undefined && tier !== undefined && tier !== "simulation") {
    faults.push(`tier is ${JSON.stringify(tier)}, but it simulates: write "simulation"`);
  }
  const expect = expectationOf(fields);
  const exact = simulate !== undefined || expect?.kind === "reaches";
  if (exact && typeof workers === "number" && workers > 1) {
    faults.push(
      `workers is ${String(workers)}: write 1, because only one finds the same each time`,
    );
  }
  if (
    expect?.kind === "reaches" &&
    witnesses !== undefined &&
    FIELDS["witnesses"]?.holds(witnesses)
  ) {
    const pinned = Object.keys(witnesses as Fields)
      .sort()
      .join(", ");
    const wanted = [...expect.witnesses].sort().join(", ");
    if (pinned !== wanted) faults.push(`witnesses names ${pinned}: write a depth for ${wanted}`);
  }
  return faults;
}

function expectationOf({ expect }: Fields): Expectation | null {
  return typeof expect === "string" ? parseExpectation(expect) : null;
}

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
    simulate: (fields["simulate"] as Simulation | undefined) ?? null,
    distinct: count("distinct"),
    generated: count("generated"),
    depth: count("depth"),
    witnesses: (fields["witnesses"] as Readonly<Record<string, number>> | undefined) ?? null,
    seconds: Number(fields["seconds"]),
    tier: fields["tier"] as Tier,
    bounds: fields["bounds"] as Readonly<Record<string, number>>,
    workers: Number(fields["workers"]),
  };
}
