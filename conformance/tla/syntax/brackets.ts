// Promise: what `{`, `[` and `<<` begin.
import type { Binding, Expression, Field, PathStep } from "./ast.js";
import type { Context } from "./context.js";
import { bindings, commas, expressions, seesBinding } from "./lists.js";
import type { Token } from "./token.js";

/** `e` as the binding `x \in S` or `<<x, y>> \in S`, if that is what it says. */
function asBinding(e: Expression): Binding | null {
  if (e.kind !== "infix" || e.operator !== "\\in") return null;
  if (e.left.kind === "name") {
    return { names: [e.left.name], tuple: false, set: e.right, at: e.at };
  }
  if (e.left.kind !== "tuple") return null;
  const names = e.left.items.flatMap((item) => (item.kind === "name" ? [item.name] : []));
  if (names.length < e.left.items.length) return null;
  return { names, tuple: true, set: e.right, at: e.at };
}

/** `{a, b}`, `{x \in S : P}`, `{e : x \in S}` */
export function braces(p: Context): Expression {
  const first = p.cursor.next();
  if (p.cursor.takes("}")) return { kind: "set", items: [], at: p.cursor.span(first) };
  const inParentheses = p.cursor.sees("(");
  const inside = p.expression();
  if (p.cursor.takes(":")) {
    // `{(x \in S) : y \in T}` is a set of truths, and no filter.
    const binding = inParentheses ? null : asBinding(inside);
    const rest = binding === null ? bindings(p) : p.expression();
    p.cursor.expect("}", "behind a set");
    const at = p.cursor.span(first);
    if (Array.isArray(rest)) return { kind: "map", value: inside, bindings: rest, at };
    return { kind: "filter", binding: binding as Binding, where: rest as Expression, at };
  }
  const items = [inside];
  while (p.cursor.takes(",")) items.push(p.expression());
  p.cursor.expect("}", "behind a set");
  return { kind: "set", items, at: p.cursor.span(first) };
}

/** `<<a, b>>` and `<<A>>_v` */
export function angles(p: Context): Expression {
  const first = p.cursor.next();
  if (p.cursor.takes(">>")) return { kind: "tuple", items: [], at: p.cursor.span(first) };
  const items = commas(p, () => p.expression());
  const [action] = items;
  if (items.length === 1 && action !== undefined && p.cursor.takes(">>_")) {
    return stepOf(p, first, action, true);
  }
  p.cursor.expect(">>", "behind a tuple");
  return { kind: "tuple", items, at: p.cursor.span(first) };
}

function stepOf(p: Context, first: Token, action: Expression, angle: boolean): Expression {
  return { kind: "step", action, subscript: subscript(p), angle, at: p.cursor.span(first) };
}

/** What stands behind the `_` of `[A]_v`, `WF_v(A)`: a name, a tuple, or an expression in `( )`. */
export function subscript(p: Context): Expression {
  const token = p.cursor.peek();
  if (token.kind === "name") {
    p.cursor.next();
    return { kind: "name", name: token.text, at: token.at };
  }
  if (p.cursor.sees("<<")) return angles(p);
  p.cursor.expect("(", "or a name behind _");
  const inside = p.expression();
  p.cursor.expect(")", "behind the subscript");
  return inside;
}

function field(p: Context, between: string): Field {
  const name = p.cursor.name("the name of a field");
  p.cursor.expect(between, "behind the name of a field");
  return { name: name.text, value: p.expression(), at: p.cursor.span(name) };
}

function step(p: Context): PathStep {
  const first = p.cursor.peek();
  if (p.cursor.takes(".")) {
    const { text } = p.cursor.name("the name of a field");
    return { kind: "field", name: text, at: p.cursor.span(first) };
  }
  p.cursor.expect("[", "or . behind !");
  const inside = expressions(p, "]", "behind the argument of a function");
  return { kind: "index", arguments: inside, at: p.cursor.span(first) };
}

function update(p: Context) {
  const first = p.cursor.expect("!", "and what changes behind EXCEPT");
  const path = [step(p)];
  while (!p.cursor.takes("=")) path.push(step(p));
  return { path, value: p.expression(), at: p.cursor.span(first) };
}

/** `[x \in S |-> e]`, records, sets of both, `[f EXCEPT ...]`, `[A]_v` */
export function squares(p: Context): Expression {
  const first = p.cursor.next();
  const close = () => p.cursor.expect("]", "to close what [ opened");
  const named = p.cursor.peek().kind === "name";
  if (named && (p.cursor.sees("|->", 1) || p.cursor.sees(":", 1))) {
    const between = p.cursor.peek(1).text;
    const fields = commas(p, () => field(p, between));
    close();
    const kind = between === ":" ? "records" : "record";
    return { kind, fields, at: p.cursor.span(first) };
  }
  if (seesBinding(p)) {
    const bound = bindings(p);
    p.cursor.expect("|->", "behind what a function binds");
    const value = p.expression();
    close();
    return { kind: "function", bindings: bound, value, at: p.cursor.span(first) };
  }
  const of = p.expression();
  if (p.cursor.takes("->")) {
    const to = p.expression();
    close();
    return { kind: "functions", from: of, to, at: p.cursor.span(first) };
  }
  if (p.cursor.takes("EXCEPT")) {
    const updates = commas(p, () => update(p));
    close();
    return { kind: "except", of, updates, at: p.cursor.span(first) };
  }
  if (p.cursor.takes("]_")) return stepOf(p, first, of, false);
  return p.cursor.fail("write ->, EXCEPT or ]_ behind the first expression in [ ]");
}
