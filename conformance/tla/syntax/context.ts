// Promise: the parts of the parser know of each other what is written here, and no more.
import type { Definition, Expression } from "./ast.js";
import type { Cursor } from "./cursor.js";
import type { Precedence } from "./operators.js";
import type { Token } from "./token.js";

/** An operator that waits for the operand on its right. */
export interface Pending {
  readonly token: Token;
  readonly precedence: Precedence;
  readonly infix: boolean;
}

/** What the parts of the parser know of each other: expressions are made of expressions. */
export interface Context {
  readonly cursor: Cursor;
  /** An expression as long as it goes, or up to what `pending` takes it from. */
  expression(pending?: Pending | null): Expression;
  /** The definitions of a LET, up to its IN. */
  definitions(): Definition[];
}
