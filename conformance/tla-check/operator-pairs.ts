// Promise: every expression of two operators of the subset, and what may stand around one.
import { INFIX, PREFIX } from "../tla/syntax/operators.js";

const infix = [...INFIX.keys()];
const prefix = [...PREFIX.keys()];
const postfix = ["'", "[d]", ".f"];
const extended = [
  "IF a THEN b ELSE c",
  "\\E x \\in b : c",
  "CHOOSE x \\in b : c",
  "CASE a -> b",
  "LET y == a IN b",
];

/** `a + b * c` for every ordered pair, and the same with what stands before or behind an operand. */
export function operatorPairs(): string[] {
  return [
    ...infix.flatMap((one) => infix.map((other) => `a ${one} b ${other} c`)),
    ...prefix.flatMap((one) => infix.map((other) => `${one} a ${other} b`)),
    ...prefix.flatMap((one) => infix.map((other) => `a ${other} ${one} b`)),
    ...prefix.flatMap((one) => prefix.map((other) => `${one} ${other} a`)),
    ...postfix.flatMap((one) => infix.map((other) => `a${one} ${other} b`)),
    ...postfix.flatMap((one) => infix.map((other) => `a ${other} b${one}`)),
    ...postfix.flatMap((one) => prefix.map((other) => `${other} a${one}`)),
    ...postfix.flatMap((one) => postfix.map((other) => `a${one}${other}`)),
    ...extended.flatMap((one) => infix.map((other) => `a ${other} ${one}`)),
    ...extended.flatMap((one) => infix.map((other) => `(${one}) ${other} a`)),
    ...extended.flatMap((one) => infix.map((other) => `${one} ${other} a`)),
    ...extended.flatMap((one) => prefix.map((other) => `${other} ${one}`)),
  ];
}

/** A random whole number below its argument, from a seed: the same each time. */
export type Random = (below: number) => number;

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const pick = <T>(random: Random, from: readonly T[]): T => from[random(from.length)] as T;

/** Chains of three to six operands, some of them in parentheses, prefixed or primed. */
export function operatorChains(count: number, seed: number): string[] {
  const random = randomFrom(seed);
  const operand = (depth: number): string => {
    const roll = random(12);
    if (roll === 0 && depth < 2) return `(${chain(depth + 1)})`;
    if (roll === 1) return `${pick(random, prefix)} ${operand(depth)}`;
    if (roll === 2) return `${operand(depth)}${pick(random, postfix)}`;
    return pick(random, ["a", "b", "c"]);
  };
  const chain = (depth: number): string => {
    let text = operand(depth);
    for (let k = random(4) + 2; k > 0; k -= 1) text += ` ${pick(random, infix)} ${operand(depth)}`;
    return text;
  };
  return Array.from({ length: count }, () => chain(0));
}
