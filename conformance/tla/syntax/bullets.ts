import type { Expression } from "./ast.js";
import type { Context } from "./context.js";

/** A bulleted list: items whose bullets stand at one column, and whose text is right of it. */
export function bullets(p: Context): Expression {
  const first = p.cursor.peek();
  const operator = first.text as "/\\" | "\\/";
  const { column } = first.at;
  const items: Expression[] = [];
  while (p.cursor.sees(operator) && p.cursor.peek().at.column === column) {
    p.cursor.next();
    items.push(p.cursor.within(column, () => p.expression()));
  }
  return { kind: "junction", operator, items, bulleted: true, at: p.cursor.span(first) };
}
