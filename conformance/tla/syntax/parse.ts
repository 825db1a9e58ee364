// Promise: the text of a module or of an expression becomes a tree, or is refused with its place.
import type { Declared, Definition, Expression, Module } from "./ast.js";
import { climb } from "./climb.js";
import type { Context } from "./context.js";
import { Cursor } from "./cursor.js";
import { arity, definition, definitions, recursives } from "./definition.js";
import { TlaSyntaxError } from "./error.js";
import { Lexer } from "./lexer.js";
import { commas } from "./lists.js";

function contextOf(module: string, text: string, start = 0): Context {
  const context: Context = {
    cursor: new Cursor(new Lexer(module, text, start).tokens()),
    expression: (pending = null) => climb(context, pending),
    definitions: () => definitions(context),
  };
  return context;
}

/** One expression and nothing behind it. */
export function parseExpression(text: string, module = "<expression>"): Expression {
  const p = contextOf(module, text);
  const parsed = p.expression();
  if (p.cursor.peek().kind !== "end") p.cursor.fail("write nothing behind the expression");
  return parsed;
}

const HEADER = /-{4,} *MODULE +([A-Za-z0-9_]+) *-{4,}/;

function declared(p: Context): Declared[] {
  return commas(p, () => {
    const token = p.cursor.name("a name");
    return { name: token.text, arity: arity(p), at: p.cursor.span(token) };
  });
}

/** Collects the units of a module as they come. */
class Units {
  readonly #p: Context;
  readonly #recursive = new Set<string>();
  readonly extends: string[] = [];
  readonly constants: Declared[] = [];
  readonly variables: Declared[] = [];
  readonly definitions: Definition[] = [];
  readonly assumptions: Module["assumptions"][number][] = [];

  constructor(p: Context) {
    this.#p = p;
    if (p.cursor.takes("EXTENDS")) {
      this.extends.push(...commas(p, () => p.cursor.name("the name of a module").text));
    }
    while (p.cursor.peek().kind !== "end") this.#unit();
  }

  #unit(): void {
    const { cursor } = this.#p;
    if (cursor.peek().kind === "rule") cursor.next();
    else if (cursor.takes("CONSTANT") || cursor.takes("CONSTANTS")) {
      this.constants.push(...declared(this.#p));
    } else if (cursor.takes("VARIABLE") || cursor.takes("VARIABLES")) {
      this.variables.push(...declared(this.#p));
    } else if (cursor.takes("RECURSIVE")) {
      for (const name of recursives(this.#p)) this.#recursive.add(name);
    } else if (cursor.sees("ASSUME") || cursor.sees("ASSUMPTION") || cursor.sees("AXIOM")) {
      this.#assumption();
    } else this.#definition();
  }

  #assumption(): void {
    const { cursor } = this.#p;
    const first = cursor.next();
    const named = cursor.sees("==", 1) ? cursor.name("the name of an assumption").text : null;
    if (named !== null) cursor.next();
    const body = this.#p.expression();
    this.assumptions.push({ name: named, body, at: cursor.span(first) });
  }

  #definition(): void {
    const { cursor } = this.#p;
    const local = cursor.takes("LOCAL");
    const { kind, text } = cursor.peek();
    if (kind === "word") cursor.fail(`${text} is not in the subset: a definition goes here`);
    this.definitions.push(definition(this.#p, local, this.#recursive));
  }
}

/** A module; `file` is what its places are called until its name is known. */
export function parseModule(text: string, file = "<module>"): Module {
  const header = HEADER.exec(text);
  const name = header?.[1];
  if (header === null || name === undefined) {
    const at = { module: file, line: 1, column: 1 };
    throw new TlaSyntaxError(at, "found no module; begin it with ---- MODULE Name ----");
  }
  const p = contextOf(name, text, header.index + header[0].length);
  const {
    extends: extended,
    constants,
    variables,
    definitions: defined,
    assumptions,
  } = new Units(p);
  const end = p.cursor.peek();
  if (end.text === "") p.cursor.fail("close the module with a line ====");
  const before = text.slice(0, header.index);
  const line = before.split("\n").length;
  const column = header.index - before.lastIndexOf("\n");
  const { endLine, endColumn } = end.at;
  const at = {
    module: name,
    line,
    column,
    endLine,
    endColumn,
    start: header.index,
    end: end.at.end,
  };
  return {
    name,
    text,
    extends: extended,
    constants,
    variables,
    definitions: defined,
    assumptions,
    at,
  };
}
