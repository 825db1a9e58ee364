// Promise: what the lexer hands to the parser, and what a message calls it.
import type { Span } from "./ast.js";

export type TokenKind =
  | "number"
  | "string"
  | "name"
  /** A reserved word. */
  | "word"
  /** An operator or a bracket, in its first spelling. */
  | "symbol"
  /** `----`, four or more. */
  | "rule"
  | "end";

export interface Token {
  readonly kind: TokenKind;
  /** The name, the word, the symbol, the digits; what the quotes of a string enclose. */
  readonly text: string;
  readonly at: Span;
}

/** What a message calls a token. */
export function described(token: Token): string {
  if (token.kind === "end") return "the end of the text";
  if (token.kind === "string") return `the string "${token.text}"`;
  if (token.kind === "rule") return "a line ----";
  return token.text;
}
