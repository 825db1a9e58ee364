// Promise: text becomes tokens with their places, or one line says where it does not.
import { TlaSyntaxError } from "./error.js";
import { INFIX, KEYWORDS, SPELLINGS } from "./operators.js";
import type { Token, TokenKind } from "./token.js";

const SYMBOLS = [
  ...["<=>", "|->", ">>_", "...", "/\\", "\\/", "==", "=>", "=<", "<=", ">=", "/=", "<<", ">>"],
  ...["->", "<-", ":>", "@@", "..", "]_", "[]", "<>", "~>"],
  ..."=#<>+-*%^~'.,:()[]{}!@_",
];

const WORD = /[A-Za-z0-9_]+/y;
const BACKSLASH = /\\([A-Za-z]+)?/y;
const STRING = /"((?:[^"\\\n]|\\.)*)"/y;
const RULE = /-{4,}/y;
const CLOSING = /={4,}/y;
const SKIPPED = /[ \n\r]+|\\\*.*/y;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", f: "\f" };

/** What a backslash and letters may say. */
const COMMANDS: ReadonlySet<string> = new Set([
  ...[...INFIX.keys()].filter((operator) => operator.startsWith("\\")),
  ...[...SPELLINGS.keys()].filter((spelling) => spelling.startsWith("\\")),
  ...["\\E", "\\A"],
]);

/**
 * The tokens of `text` from `start`; the last one, of kind "end", is the line of `====` that closes
 * a module, or empty at the end of the text.
 */
export class Lexer {
  readonly #module: string;
  readonly #text: string;
  #offset: number;
  #line = 1;
  #lineStart = 0;

  constructor(module: string, text: string, start = 0) {
    this.#module = module;
    this.#text = text;
    this.#offset = 0;
    this.#advance(start);
  }

  tokens(): Token[] {
    const tokens: Token[] = [];
    do {
      this.#skip();
      tokens.push(this.#token());
    } while (tokens.at(-1)?.kind !== "end");
    return tokens;
  }

  #advance(offset: number): void {
    for (;;) {
      const next = this.#text.indexOf("\n", this.#offset);
      if (next < 0 || next >= offset) break;
      this.#line += 1;
      this.#lineStart = next + 1;
      this.#offset = next + 1;
    }
    this.#offset = offset;
  }

  #fail(problem: string): never {
    const column = this.#offset - this.#lineStart + 1;
    throw new TlaSyntaxError({ module: this.#module, line: this.#line, column }, problem);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#offset;
    return pattern.exec(this.#text);
  }

  #skip(): void {
    for (;;) {
      const found = this.#match(SKIPPED);
      if (found !== null) {
        this.#advance(this.#offset + found[0].length);
      } else if (this.#text.startsWith("(*", this.#offset)) {
        this.#comment();
      } else if (this.#text[this.#offset] === "\t") {
        this.#tab(0);
      } else {
        return;
      }
    }
  }

  #tab(ahead: number): never {
    this.#advance(this.#offset + ahead);
    return this.#fail("found a tab; columns have a meaning in TLA+: write spaces");
  }

  /** Comments in brackets nest. */
  #comment(): void {
    const borders = /\(\*|\*\)|\t/g;
    borders.lastIndex = this.#offset;
    let depth = 0;
    for (;;) {
      const border = borders.exec(this.#text);
      if (border === null) {
        this.#fail("found a comment without an end; close it with *)");
      }
      if (border[0] === "\t") this.#tab(border.index - this.#offset);
      depth += border[0] === "(*" ? 1 : -1;
      if (depth > 0) continue;
      this.#advance(border.index + 2);
      return;
    }
  }

  #make(kind: TokenKind, text: string, end: number): Token {
    const column = this.#offset - this.#lineStart + 1;
    const at = {
      module: this.#module,
      line: this.#line,
      column,
      endLine: this.#line,
      endColumn: column + end - this.#offset,
      start: this.#offset,
      end,
    };
    this.#offset = end;
    return { kind, text, at };
  }

  #token(): Token {
    const begin = this.#offset;
    if (begin >= this.#text.length) return this.#make("end", "", begin);
    const closing = this.#match(CLOSING);
    if (closing !== null) return this.#make("end", closing[0], begin + closing[0].length);
    const rule = this.#match(RULE);
    if (rule !== null) return this.#make("rule", rule[0], begin + rule[0].length);
    const word = this.#match(WORD);
    if (word !== null) return this.#word(word[0], begin);
    const string = this.#match(STRING);
    if (string !== null) {
      const inside = (string[1] as string).replace(/\\(.)/g, (_, c: string) => ESCAPES[c] ?? c);
      return this.#make("string", inside, begin + string[0].length);
    }
    const symbol = SYMBOLS.find((one) => this.#text.startsWith(one, begin));
    if (symbol !== undefined) return this.#symbol(symbol, begin + symbol.length);
    const command = this.#match(BACKSLASH);
    if (command !== null) {
      const [text, letters] = command;
      if (letters === undefined || COMMANDS.has(text)) {
        return this.#symbol(text, begin + text.length);
      }
      this.#fail(`found ${text}, which is not in the subset; write it with other operators`);
    }
    if (this.#text[begin] === '"') this.#fail('found a string without an end; close it with "');
    return this.#fail(`found the character ${JSON.stringify(this.#text[begin])}; remove it`);
  }

  #symbol(text: string, end: number): Token {
    return this.#make("symbol", SPELLINGS.get(text) ?? text, end);
  }

  #word(text: string, begin: number): Token {
    const end = begin + text.length;
    if (/^[0-9]+$/.test(text)) return this.#make("number", text, end);
    if (/^[WS]F_/.test(text)) return this.#make("symbol", text.slice(0, 3), begin + 3);
    if (text.startsWith("_")) return this.#make("symbol", "_", begin + 1);
    return this.#make(KEYWORDS.has(text) ? "word" : "name", text, end);
  }
}
