// Promise: a bulleted list is what stands right of its bullets, one item for each.
import type { Expression } from "./ast.js";
import type { Context } from "./context.js";
import type { Token } from "./token.js";

/** Only signs are bullets: `\\land` stands between operands and nowhere else. */
export const isBullet = ({ text, at }: Token): boolean =>
  (text === "/\\" || text === "\\/") && at.end - at.start === text.length;

const isBulletAt = (token: Token, column: number): boolean =>
  isBullet(token) && token.at.column === column;

/** A bulleted list: items whose bullets stand at one column, and whose text is right of it. */
export function bullets(p: Context): Expression {
  const first = p.cursor.peek();
  const operator = first.text as "/\\" | "\\/";
  const { column } = first.at;
  const items: Expression[] = [];
  while (p.cursor.sees(operator) && isBulletAt(p.cursor.peek(), column)) {
    p.cursor.next();
    items.push(p.cursor.within(column, () => p.expression()));
  }
  return { kind: "junction", operator, items, bulleted: true, at: p.cursor.span(first) };
}
