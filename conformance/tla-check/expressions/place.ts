// Promise: a random expression fits where it goes: names, depth, and whether it may raise.
import type { Random } from "../../random.js";
import type { Type } from "./types.js";

/** A name that is bound; `sure` when it stands for a value, and not for what may have none. */
interface Known {
  readonly name: string;
  readonly type: Type;
  readonly sure: boolean;
}

/** Where a random expression goes. */
export interface Place {
  readonly random: Random;
  /** How much deeper it may get. */
  readonly depth: number;
  /** The names that are bound here. */
  readonly names: readonly Known[];
  /**
   * Whether it must have a value whatever the names stand for: inside what TLC evaluates in an
   * order of its own, or only when it needs it, an error may or may not be met.
   */
  readonly total: boolean;
  /** Makes names that occur once. */
  readonly fresh: () => string;
  /** An expression of this type, here. */
  readonly make: (type: Type, place: Place) => string;
}

export const deeper = (place: Place): Place => ({ ...place, depth: place.depth - 1 });

export const totally = (place: Place): Place => ({
  ...place,
  total: true,
  names: place.names.filter(({ sure }) => sure),
});

/** Inside of what binds `name` to values. */
export const knowing = (place: Place, name: string, type: Type): Place => ({
  ...place,
  names: [...place.names, { name, type, sure: true }],
});

/** Inside what puts `name` for an expression, which may have no value unless this is total. */
export const naming = (place: Place, name: string, type: Type): Place => ({
  ...place,
  names: [...place.names, { name, type, sure: place.total }],
});

/** A sub-expression. */
export const sub = (place: Place, type: Type): string => place.make(type, deeper(place));

/** A function that makes an expression of one type, one way. */
export type Way = (place: Place) => string;
