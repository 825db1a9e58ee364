// Promise: definitions with their parameters; whatever else TLA+ can define is refused by name.
import type { Definition, Parameter } from "./ast.js";
import type { Context } from "./context.js";
import { commas } from "./lists.js";
import { INFIX, type Between } from "./operators.js";

/** `(_, _)` behind a name, or nothing: how many arguments it takes. */
export function arity(p: Context): number {
  if (!p.cursor.takes("(")) return 0;
  const places = commas(p, () => p.cursor.expect("_", "for an argument"));
  p.cursor.expect(")", "behind the arguments");
  return places.length;
}

function parameter(p: Context): Parameter {
  const token = p.cursor.name("the name of a parameter");
  return { name: token.text, arity: arity(p), at: p.cursor.span(token) };
}

/** The names of a RECURSIVE declaration, whose word has been taken. */
export function recursives(p: Context): string[] {
  return commas(p, () => {
    const { text } = p.cursor.name("the name of a recursive operator");
    arity(p);
    return text;
  });
}

export function definition(p: Context, local: boolean, recursive: ReadonlySet<string>): Definition {
  const token = p.cursor.name("a definition");
  const { text: name } = token;
  const between = p.cursor.peek();
  if (p.cursor.sees("[")) {
    p.cursor.fail(`functions are defined as values: write ${name} == [x \\in S |-> ...]`);
  }
  if (between.kind === "name" || INFIX.has(between.text as Between)) {
    p.cursor.fail("operators of one's own are not in the subset: write name(a, b) == ...");
  }
  const parameters: Parameter[] = [];
  if (p.cursor.takes("(")) {
    parameters.push(...commas(p, () => parameter(p)));
    p.cursor.expect(")", "behind the parameters");
  }
  p.cursor.expect("==", `and what ${name} stands for`);
  const body = p.expression();
  const at = p.cursor.span(token);
  return { name, parameters, body, local, recursive: recursive.has(name), at };
}

/** The definitions of a LET, up to what is none. */
export function definitions(p: Context): Definition[] {
  const recursive = new Set<string>();
  const found: Definition[] = [];
  while (!p.cursor.sees("IN")) {
    if (p.cursor.takes("RECURSIVE")) for (const name of recursives(p)) recursive.add(name);
    else found.push(definition(p, false, recursive));
  }
  return found;
}
