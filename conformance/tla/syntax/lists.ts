// Promise: what stands between commas, and the names that a quantifier or a function binds.
import type { Binding, Expression } from "./ast.js";
import type { Context } from "./context.js";

/** `one, one, one`, at least one of them. */
export function commas<T>(p: Pick<Context, "cursor">, one: () => T): T[] {
  const items = [one()];
  while (p.cursor.takes(",")) items.push(one());
  return items;
}

/** Expressions up to `close`; `empty` says whether there may be none. */
export function expressions(
  p: Context,
  close: string,
  because: string,
  empty = false,
): Expression[] {
  if (empty && p.cursor.takes(close)) return [];
  const items = commas(p, () => p.expression());
  p.cursor.expect(close, because);
  return items;
}

const names = (p: Context) => commas(p, () => p.cursor.name("the name that is bound").text);

/** `x, y \in S` or `<<x, y>> \in S`. */
export function binding(p: Context): Binding {
  const first = p.cursor.peek();
  const tuple = p.cursor.takes("<<");
  const bound = names(p);
  if (tuple) p.cursor.expect(">>", "behind the names of a tuple");
  p.cursor.expect("\\in", "and a set: what is bound without a set is not in the subset");
  return { names: bound, tuple, set: p.expression(), at: p.cursor.span(first) };
}

export const bindings = (p: Context): Binding[] => commas(p, () => binding(p));

/** Do names and `\in` come next? */
export function seesBinding(p: Context): boolean {
  const tuple = p.cursor.sees("<<");
  let ahead = tuple ? 1 : 0;
  for (;;) {
    if (p.cursor.peek(ahead).kind !== "name") return false;
    ahead += 1;
    if (!p.cursor.sees(",", ahead)) break;
    ahead += 1;
  }
  return p.cursor.sees("\\in", tuple && p.cursor.sees(">>", ahead) ? ahead + 1 : ahead);
}
