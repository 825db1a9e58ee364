// Promise: a model's .cfg says to the judge what it says to TLC, or is refused with its place.
import type { Config, ConfigValue } from "./ast.js";
import { commas } from "./lists.js";
import { TlaSyntaxError } from "./error.js";
import { Cursor } from "./cursor.js";
import { Lexer } from "./lexer.js";

type Draft = { -readonly [K in keyof Config]: Config[K] } & {
  constants: Map<string, ConfigValue>;
  overrides: Map<string, string>;
};

function value(cursor: Cursor): ConfigValue {
  const token = cursor.peek();
  if (cursor.takes("TRUE")) return { kind: "boolean", value: true };
  if (cursor.takes("FALSE")) return { kind: "boolean", value: false };
  if (token.kind === "name") return { kind: "model value", name: cursor.next().text };
  if (token.kind === "string") return { kind: "string", value: cursor.next().text };
  if (cursor.takes("{")) {
    if (cursor.takes("}")) return { kind: "set", items: [] };
    const items = commas({ cursor }, () => value(cursor));
    cursor.expect("}", "behind a set");
    return { kind: "set", items };
  }
  const sign = cursor.takes("-") ? -1 : 1;
  if (cursor.peek().kind === "number") {
    return { kind: "number", value: sign * Number(cursor.next().text) };
  }
  return cursor.fail("write a number, a string, TRUE, FALSE, a name or a set of these");
}

/** `Name = value` or `Name <- Definition`, as often as they come. */
function constants(cursor: Cursor, draft: Draft): void {
  while (cursor.peek().kind === "name" && (cursor.sees("=", 1) || cursor.sees("<-", 1))) {
    const token = cursor.next();
    const name = token.text;
    if (draft.constants.has(name) || draft.overrides.has(name)) {
      cursor.fail(`${name} has a value already: remove one of the two`, token);
    }
    if (cursor.takes("=")) draft.constants.set(name, value(cursor));
    else {
      cursor.next();
      draft.overrides.set(name, cursor.name("the name of a definition").text);
    }
  }
}

const KEYWORDS = new Set(
  (
    "CONSTANT CONSTANTS INIT NEXT SPECIFICATION INVARIANT INVARIANTS PROPERTY PROPERTIES " +
    "CONSTRAINT CONSTRAINTS ACTION_CONSTRAINT ACTION_CONSTRAINTS SYMMETRY VIEW CHECK_DEADLOCK"
  ).split(" "),
);

/** The names up to the next keyword; those before `Name =` cannot be told apart and need none. */
function names(cursor: Cursor): string[] {
  const found: string[] = [];
  while (cursor.peek().kind === "name" && !KEYWORDS.has(cursor.peek().text)) {
    found.push(cursor.next().text);
    cursor.takes(",");
  }
  return found;
}

function only(cursor: Cursor, keyword: string, before: string | null): string {
  if (before !== null) cursor.fail(`${keyword} has been given already: remove one of the two`);
  return cursor.name(`the name of a definition behind ${keyword}`).text;
}

function section(cursor: Cursor, draft: Draft): void {
  const token = cursor.next();
  const { text } = token;
  if (text === "CONSTANT" || text === "CONSTANTS") constants(cursor, draft);
  else if (text === "INIT") draft.init = only(cursor, text, draft.init);
  else if (text === "NEXT") draft.next = only(cursor, text, draft.next);
  else if (text === "SPECIFICATION") draft.specification = only(cursor, text, draft.specification);
  else if (text === "SYMMETRY") draft.symmetry = only(cursor, text, draft.symmetry);
  else if (text === "VIEW") draft.view = only(cursor, text, draft.view);
  else if (/^INVARIANTS?$/.test(text)) draft.invariants = [...draft.invariants, ...names(cursor)];
  else if (/^PROPERT(Y|IES)$/.test(text)) {
    draft.properties = [...draft.properties, ...names(cursor)];
  } else if (/^CONSTRAINTS?$/.test(text)) {
    draft.constraints = [...draft.constraints, ...names(cursor)];
  } else if (/^ACTION_CONSTRAINTS?$/.test(text)) {
    draft.actionConstraints = [...draft.actionConstraints, ...names(cursor)];
  } else if (text === "CHECK_DEADLOCK") {
    draft.checkDeadlock = cursor.takes("TRUE");
    if (!draft.checkDeadlock) cursor.expect("FALSE", "or TRUE behind CHECK_DEADLOCK");
  } else cursor.fail("write a keyword such as INIT, CONSTANTS or INVARIANTS", token);
}

/** What a .cfg says; `file` is what its places are called. */
export function parseConfig(text: string, file = "<configuration>"): Config {
  const cursor = new Cursor(new Lexer(file, text).tokens());
  const draft: Draft = {
    specification: null,
    init: null,
    next: null,
    constants: new Map(),
    overrides: new Map(),
    invariants: [],
    properties: [],
    constraints: [],
    actionConstraints: [],
    symmetry: null,
    view: null,
    checkDeadlock: null,
  };
  while (cursor.peek().kind !== "end") section(cursor, draft);
  if (draft.specification !== null && (draft.init !== null || draft.next !== null)) {
    const at = { module: file, line: 1, column: 1 };
    throw new TlaSyntaxError(
      at,
      "found SPECIFICATION beside INIT or NEXT; leave one of the two out",
    );
  }
  return draft;
}
