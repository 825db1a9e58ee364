// Promise: every expression of two operators of the subset, and what may stand around one.
import { INFIX, PREFIX } from "../tla/syntax/operators.js";
import { Random } from "../random.js";

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

/** `a + b * c` for every ordered pair, and so with what stands before or behind an operand. */
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

/** Chains of three to six operands, some of them in parentheses, prefixed or primed. */
export function operatorChains(count: number, seed: number): string[] {
  const random = new Random(seed);
  const operand = (depth: number): string => {
    const roll = random.below(12);
    if (roll === 0 && depth < 2) return `(${chain(depth + 1)})`;
    if (roll === 1) return `${random.of(prefix)} ${operand(depth)}`;
    if (roll === 2) return `${operand(depth)}${random.of(postfix)}`;
    return random.of(["a", "b", "c"]);
  };
  const chain = (depth: number): string => {
    let text = operand(depth);
    for (let k = random.below(4) + 2; k > 0; k -= 1)
      text += ` ${random.of(infix)} ${operand(depth)}`;
    return text;
  };
  return Array.from({ length: count }, () => chain(0));
}
