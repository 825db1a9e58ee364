// Promise: the parser sees exactly the tokens that the layout allows it to see.
import type { Span } from "./ast.js";
import { TlaSyntaxError } from "./error.js";
import { described, type Token } from "./token.js";

/**
 * A place among tokens. While an item of a bulleted list is parsed, what stands at the column of
 * its bullet or left of it is not there: that is all that layout means in TLA+.
 */
export class Cursor {
  readonly #tokens: readonly Token[];
  #index = 0;
  #column = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  #at(ahead: number): Token {
    const last = this.#tokens.length - 1;
    return this.#tokens[Math.min(this.#index + ahead, last)] as Token;
  }

  /** The next token, or what looks like the end of the text. */
  peek(ahead = 0): Token {
    for (let k = 0; k <= ahead; k += 1) {
      const token = this.#at(k);
      if (token.at.column <= this.#column) return { kind: "end", text: "", at: token.at };
    }
    return this.#at(ahead);
  }

  next(): Token {
    const token = this.peek();
    if (token.kind !== "end") this.#index += 1;
    return token;
  }

  /** Is the next token this symbol or reserved word? */
  sees(text: string, ahead = 0): boolean {
    const { kind, text: seen } = this.peek(ahead);
    return seen === text && (kind === "symbol" || kind === "word");
  }

  /** The same, and takes it. */
  takes(text: string): boolean {
    const seen = this.sees(text);
    if (seen) this.#index += 1;
    return seen;
  }

  expect(text: string, because: string): Token {
    if (this.sees(text)) return this.next();
    return this.fail(`write ${text} ${because}`);
  }

  /** A name; `what` says whose. */
  name(what: string): Token {
    if (this.peek().kind === "name") return this.next();
    return this.fail(`write ${what} here`);
  }

  /** Parses with the tokens right of `column` alone. */
  within<T>(column: number, parse: () => T): T {
    const outer = this.#column;
    this.#column = column;
    const result = parse();
    this.#column = outer;
    return result;
  }

  /** From `first` to the token that was taken last. */
  span(first: Token | Span): Span {
    const from = "at" in first ? first.at : first;
    const { endLine, endColumn, end } = (this.#tokens[this.#index - 1] as Token).at;
    return { ...from, endLine, endColumn, end };
  }

  /** The next token cannot stand where it stands. */
  fail(remedy: string, token = this.peek()): never {
    const hidden = this.#at(0);
    const found =
      token.kind === "end" && hidden.kind !== "end"
        ? `${described(hidden)}, not right of the bullet at column ${String(this.#column)}`
        : described(token);
    throw new TlaSyntaxError(token.at, `found ${found}; ${remedy}`);
  }
}
