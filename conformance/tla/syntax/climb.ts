// Promise: operators group as SANY groups them, and what SANY calls ambiguous is refused.
import type { Expression, Infix, Prefix } from "./ast.js";
import type { Context, Pending } from "./context.js";
import { APPLICATION, INFIX, PREFIX, PRIME, type Between, type Precedence } from "./operators.js";
import { primary } from "./primary.js";
import { expressions } from "./lists.js";
import type { Token } from "./token.js";

/** Infix operators whose chains are one node, until a parenthesis ends the chain. */
type Chain = "/\\" | "\\/" | "\\X";
const isChain = (operator: Between): operator is Chain =>
  operator === "/\\" || operator === "\\/" || operator === "\\X";

function following(token: Token): Precedence | null {
  if (token.kind !== "symbol") return null;
  if (token.text === "'") return PRIME;
  if (token.text === "[") return APPLICATION;
  return INFIX.get(token.text as Between) ?? null;
}

function ambiguous(p: Context, pending: Pending, token: Token): never {
  const [a, b] = [pending.token.text, token.text];
  return p.cursor.fail(`it binds neither more nor less than the ${a} before it: add parentheses`, {
    ...token,
    text: b,
  });
}

/** Does the operand belong to the operator on its left, because `token` on its right binds less? */
function reduces(p: Context, pending: Pending | null, token: Token, right: Precedence): boolean {
  if (pending === null) return false;
  const { precedence: left, infix } = pending;
  if (left.low > right.high) return true;
  if (infix && pending.token.text === token.text && left.left) return true;
  return left.high < right.low ? false : ambiguous(p, pending, token);
}

/** A prefix operator and its operand, or what needs no operator. */
function operand(p: Context, pending: Pending | null): Expression {
  const token = p.cursor.peek();
  const operator = token.text as Prefix;
  const precedence = PREFIX.get(operator);
  if (precedence === undefined || !p.cursor.sees(operator)) return primary(p);
  if (operator === "-" && pending !== null && pending.precedence.low > precedence.high) {
    ambiguous(p, pending, token);
  }
  p.cursor.next();
  const of = p.expression({ token, precedence, infix: false });
  return { kind: "prefix", operator, of, at: p.cursor.span(token) };
}

function postfix(p: Context, first: Token, of: Expression): Expression {
  if (p.cursor.takes("'")) return { kind: "prime", of, at: p.cursor.span(first) };
  p.cursor.next();
  const inside = expressions(p, "]", "behind the argument of a function");
  return { kind: "index", of, arguments: inside, at: p.cursor.span(first) };
}

/** The fields behind an operand: nothing binds more. */
function fields(p: Context, first: Token, of: Expression): Expression {
  let left = of;
  while (p.cursor.takes(".")) {
    const { text } = p.cursor.name("the name of a field");
    left = { kind: "field", of: left, name: text, at: p.cursor.span(first) };
  }
  return left;
}

function joined(
  p: Context,
  first: Token,
  operator: Between,
  items: readonly [Expression, Expression],
): Expression {
  const at = p.cursor.span(first);
  if (operator === "\\X") return { kind: "product", items, at };
  if (operator === "/\\" || operator === "\\/") {
    return { kind: "junction", operator, items, bulleted: false, at };
  }
  return { kind: "infix", operator: operator as Infix, left: items[0], right: items[1], at };
}

/** An expression: operands and the operators between them, up to what `pending` binds tighter. */
export function climb(p: Context, pending: Pending | null): Expression {
  const first = p.cursor.peek();
  let left = fields(p, first, operand(p, pending));
  let chain: Chain | null = null;
  for (;;) {
    const token = p.cursor.peek();
    const precedence = following(token);
    if (precedence === null || reduces(p, pending, token, precedence)) return left;
    if (precedence === PRIME || precedence === APPLICATION) {
      left = fields(p, first, postfix(p, first, left));
      chain = null;
      continue;
    }
    p.cursor.next();
    const operator = token.text as Between;
    const right = p.expression({ token, precedence, infix: true });
    if (chain === operator && "items" in left) {
      left = { ...left, items: [...left.items, right], at: p.cursor.span(first) } as Expression;
    } else {
      left = joined(p, first, operator, [left, right]);
      chain = isChain(operator) ? operator : null;
    }
  }
}
