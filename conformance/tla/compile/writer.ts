import type { Expression } from "../syntax/ast.js";
import type { Scope } from "./scope.js";
import type { Unit } from "./unit.js";

/** Writes the code of expressions; the parts that do so call each other through this. */
export interface Writer {
  readonly unit: Unit;
  /** A JavaScript expression for the value, which may be a set that is not written out. */
  value(e: Expression, scope: Scope): string;
  /** For a value that becomes part of another: a set is written out. */
  owned(e: Expression, scope: Scope): string;
  /** For TRUE or FALSE, and nothing else. */
  truth(e: Expression, scope: Scope): string;
  /** Whether a step that `e` describes is possible; written by whoever writes steps. */
  enabled(e: Expression, scope: Scope): string;
  mayBeLazy(e: Expression, scope: Scope): boolean;
}
