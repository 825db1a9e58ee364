import type { Span } from "./ast.js";

/** Text that is not of the subset, or that says nothing: where, what was found, what would do. */
export class TlaSyntaxError extends Error {
  override readonly name = "TlaSyntaxError";
  readonly at: Pick<Span, "module" | "line" | "column">;

  constructor(at: Pick<Span, "module" | "line" | "column">, problem: string) {
    super(`${at.module}:${String(at.line)}:${String(at.column)}: ${problem}`);
    this.at = at;
  }
}
