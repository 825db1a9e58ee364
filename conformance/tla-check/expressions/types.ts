// Promise: the types that random expressions are made with.
import type { Random } from "../../random.js";

export type Type =
  | { readonly is: "int" | "bool" | "string" }
  | { readonly is: "set" | "sequence"; readonly of: Type }
  /** A function on two or three strings or integers, which are never 1..n. */
  | { readonly is: "function"; readonly keys: readonly string[]; readonly to: Type }
  | { readonly is: "record"; readonly fields: readonly (readonly [string, Type])[] }
  | { readonly is: "tuple"; readonly items: readonly Type[] };

export const INT: Type = { is: "int" };
export const BOOL: Type = { is: "bool" };
export const STRING: Type = { is: "string" };

export const setOf = (of: Type): Type => ({ is: "set", of });
export const sequenceOf = (of: Type): Type => ({ is: "sequence", of });

/** What a key of a function is. */
export const keyType = (keys: readonly string[]): Type =>
  keys[0]?.startsWith('"') === true ? STRING : INT;

const KEYS: readonly (readonly string[])[] = [
  ['"p"', '"q_r"'],
  ["2", "5"],
  ["0", "1", "2"],
];

/** A type of values, not deeper than `depth`. */
export function randomType(random: Random, depth: number): Type {
  const roll = random.below(depth <= 0 ? 5 : 12);
  if (roll < 3) return INT;
  if (roll === 3) return STRING;
  if (roll === 4) return BOOL;
  const inner = () => randomType(random, depth - 1);
  if (roll < 7) return setOf(inner());
  if (roll < 9) return sequenceOf(inner());
  if (roll === 9) return { is: "function", keys: random.of(KEYS), to: inner() };
  if (roll === 10)
    return {
      is: "record",
      fields: [
        ["a", inner()],
        ["b", inner()],
      ],
    };
  return { is: "tuple", items: [inner(), inner()] };
}

export function sameType(a: Type, b: Type): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
