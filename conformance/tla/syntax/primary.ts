// Promise: what needs no operator: literals, names, brackets, and the words that begin a form.
import type { Expression, ExpressionOf, Parameter } from "./ast.js";
import { angles, braces, squares, subscript } from "./brackets.js";
import { bullets, isBullet } from "./bullets.js";
import type { Context } from "./context.js";
import { binding, bindings, commas } from "./lists.js";
import type { Token } from "./token.js";

/** The largest integer that TLC reads. */
const MAX_INTEGER = 2 ** 31 - 1;

function parameter(p: Context): Parameter {
  const { text, at } = p.cursor.name("the name of a parameter");
  return { name: text, arity: 0, at };
}

/** An argument of an operator: an expression, or LAMBDA where the parameter is an operator. */
function argument(p: Context): Expression {
  const first = p.cursor.peek();
  if (!p.cursor.takes("LAMBDA")) return p.expression();
  const parameters = commas(p, () => parameter(p));
  p.cursor.expect(":", "behind the parameters of LAMBDA");
  return { kind: "lambda", parameters, body: p.expression(), at: p.cursor.span(first) };
}

function name(p: Context): Expression {
  const { text, at } = p.cursor.next();
  if (p.cursor.sees("!")) {
    p.cursor.fail(`${text}!... is of an INSTANCE, which is not in the subset: extend the module`);
  }
  if (!p.cursor.takes("(")) return { kind: "name", name: text, at };
  const given = commas(p, () => argument(p));
  p.cursor.expect(")", "behind the arguments");
  return { kind: "apply", name: text, arguments: given, at: p.cursor.span(at) };
}

function caseOf(p: Context, first: Token): Expression {
  const arms: ExpressionOf<"case">["arms"][number][] = [];
  let other: Expression | null = null;
  do {
    const start = p.cursor.peek();
    if (p.cursor.takes("OTHER")) {
      p.cursor.expect("->", "behind OTHER");
      other = p.expression();
      break;
    }
    const when = p.expression();
    p.cursor.expect("->", "behind the condition of a CASE");
    arms.push({ when, then: p.expression(), at: p.cursor.span(start) });
  } while (p.cursor.takes("[]"));
  return { kind: "case", arms, other, at: p.cursor.span(first) };
}

/** What begins with this word or symbol, which has been taken. */
const FORMS: Readonly<Record<string, (p: Context, first: Token) => Expression>> = {
  TRUE: (_, { at }) => ({ kind: "boolean", value: true, at }),
  FALSE: (_, { at }) => ({ kind: "boolean", value: false, at }),
  "@": (_, { at }) => ({ kind: "old", at }),
  IF: (p, first) => {
    const condition = p.expression();
    p.cursor.expect("THEN", "behind the condition of IF");
    const then = p.expression();
    p.cursor.expect("ELSE", "behind the expression of THEN");
    const otherwise = p.expression();
    return { kind: "if", condition, then, otherwise, at: p.cursor.span(first) };
  },
  CASE: caseOf,
  LET: (p, first) => {
    const definitions = p.definitions();
    p.cursor.expect("IN", "or a further definition behind LET");
    return { kind: "let", definitions, body: p.expression(), at: p.cursor.span(first) };
  },
  CHOOSE: (p, first) => {
    const bound = binding(p);
    p.cursor.expect(":", "behind what CHOOSE binds");
    return { kind: "choose", binding: bound, body: p.expression(), at: p.cursor.span(first) };
  },
  "\\E": (p, first) => quantifier(p, first, "\\E"),
  "\\A": (p, first) => quantifier(p, first, "\\A"),
  WF_: (p, first) => fairness(p, first, false),
  SF_: (p, first) => fairness(p, first, true),
};

function quantifier(p: Context, first: Token, operator: "\\E" | "\\A"): Expression {
  const bound = bindings(p);
  p.cursor.expect(":", "behind what a quantifier binds");
  const body = p.expression();
  return { kind: "quantifier", operator, bindings: bound, body, at: p.cursor.span(first) };
}

function fairness(p: Context, first: Token, strong: boolean): Expression {
  const of = subscript(p);
  p.cursor.expect("(", "and the action behind a fairness condition");
  const action = p.expression();
  p.cursor.expect(")", "behind the action");
  return { kind: "fairness", strong, subscript: of, action, at: p.cursor.span(first) };
}

function parenthesised(p: Context): Expression {
  p.cursor.next();
  const inside = p.expression();
  p.cursor.expect(")", "to close what ( opened");
  return inside;
}

const BRACKETS: Readonly<Record<string, (p: Context) => Expression>> = {
  "(": parenthesised,
  "{": braces,
  "[": squares,
  "<<": angles,
};

export function primary(p: Context): Expression {
  const token = p.cursor.peek();
  const { kind, text, at } = token;
  if (kind === "name") return name(p);
  if (kind === "string") {
    p.cursor.next();
    return { kind, value: text, at };
  }
  if (kind === "number") {
    if (Number(text) > MAX_INTEGER) p.cursor.fail(`write a number up to ${String(MAX_INTEGER)}`);
    p.cursor.next();
    return { kind, value: Number(text), at };
  }
  if (p.cursor.sees(text) && isBullet(token)) return bullets(p);
  const bracket = Object.hasOwn(BRACKETS, text) ? BRACKETS[text] : undefined;
  const form = Object.hasOwn(FORMS, text) ? FORMS[text] : undefined;
  if (p.cursor.sees(text) && bracket !== undefined) return bracket(p);
  if (p.cursor.takes(text) && form !== undefined) return form(p, token);
  if (text === "LAMBDA") p.cursor.fail("LAMBDA stands only as an argument of an operator", token);
  if (text === "INSTANCE") p.cursor.fail("it is not in the subset: extend the module", token);
  return p.cursor.fail("write an expression here", token);
}
