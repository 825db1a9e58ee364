// Promise: the list of mutants is whole and understood, or refused with its place.
import * as t from "io-ts";
import { isLeft } from "fp-ts/lib/Either.js";
import { PathReporter } from "io-ts/lib/PathReporter.js";
import { SimulatorError } from "../simulator-error.js";

const Lines = t.readonlyArray(t.string);
const Edit = t.type({ file: t.string, find: Lines, replace: Lines });

/** The mistake as edits of src/state-machine. */
const Edited = t.type({ name: t.string, edits: t.readonlyArray(Edit) });
/** The mistake as the catalogue of known bugs has it. */
const Catalogued = t.type({ name: t.string, defect: t.string });
/** No reducer can make this mistake. */
const Excluded = t.type({ name: t.string, reason: t.string });

/** A mistake of spec/mutants.json, by its name there, as the reducers would make it. */
export type Mutant = (t.TypeOf<typeof Edited> | t.TypeOf<typeof Catalogued> | Excluded) & {
  /** The first seed to try, where the mistake shows seldom; 1 where nothing is said. */
  readonly from?: number;
};
export type Excluded = t.TypeOf<typeof Excluded>;

export const isExcluded = (mutant: Mutant): mutant is Excluded => "reason" in mutant;

/** Reads the list from its text. @param file what messages call it */
export function readMutants(file: string, text: string): readonly Mutant[] {
  const value = parse(file, text);
  if (!Array.isArray(value)) throw new SimulatorError(`${file}: it is no list; write [mutant, …]`);
  return value.map((one: unknown, k) => readMutant(`${file}, mutant ${k + 1}`, one));
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SimulatorError(`${file}: ${(error as Error).message}; correct the JSON`);
  }
}

const KINDS = { edits: Edited, defect: Catalogued, reason: Excluded };

function readMutant(place: string, value: unknown): Mutant {
  const { from = 1 } = Object(value) as { from?: unknown };
  if (!Number.isInteger(from) || Number(from) < 1) {
    throw new SimulatorError(`${place}: from is ${JSON.stringify(from)}; write a seed, 1 or more`);
  }
  const keys = Object.keys(Object(value)).filter((key) => key !== "name" && key !== "from");
  const kind = keys[0] as keyof typeof KINDS;
  if (keys.length !== 1 || !Object.hasOwn(KINDS, kind)) {
    const found = keys.length === 0 ? "nothing" : keys.join(", ");
    throw new SimulatorError(`${place}: ${found} beside name; write edits, defect or reason`);
  }
  const decoded: t.Validation<Mutant> = KINDS[kind].decode(value);
  if (!isLeft(decoded)) return decoded.right;
  throw new SimulatorError(`${place}: ${PathReporter.report(decoded)[0] ?? "no mutant"}`);
}
