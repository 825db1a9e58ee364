// Promise: every token of a module outside comments, with its place.

/** One token; `line` and `column` count from 1. */
export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
}

/** Comments first, then what is longer before what begins like it. */
const TOKEN =
  /\\\*.*|\(\*[\s\S]*?\*\)|-{4,}|={4,}|"[^"]*"|\/\\|\\\/|==|=>|\|->|->|<<|>>|\[\]|~>|<=|>=|\.\.|\\[A-Za-z]+|\\|\w+'?|[^\s]/g;

/** Reads a module's text. Comments do not nest here: the modules have no comment in a comment. */
export function tokens(text: string): readonly Token[] {
  const found: Token[] = [];
  let line = 1;
  let lineStart = 0;
  let read = 0;
  for (const match of text.matchAll(TOKEN)) {
    const start = match.index;
    for (
      let at = text.indexOf("\n", read);
      at !== -1 && at < start;
      at = text.indexOf("\n", read)
    ) {
      line += 1;
      lineStart = at + 1;
      read = at + 1;
    }
    if (/^(\\\*|\(\*)/.test(match[0])) continue;
    const end = start + match[0].length;
    found.push({ text: match[0], start, end, line, column: start - lineStart + 1 });
  }
  return found;
}

const OPENING = new Set(["(", "[", "{", "<<"]);
const CLOSING = new Set([")", "]", "}", ">>"]);

export const opens = ({ text }: Token): boolean => OPENING.has(text);
export const closes = ({ text }: Token): boolean => CLOSING.has(text);
