// Promise: whatever is refused is refused in one line, with its place first.
import type { Span } from "./ast.js";

/** Where something stands in a module, or in a file that never became one. */
export type Spot = Pick<Span, "module" | "line" | "column">;

/** `Zab.tla:33:8`; what is no module is called as it is, `base.cfg:3:1`. */
export function placeText({ module, line, column }: Spot): string {
  const file = /^\w+$/.test(module) ? `${module}.tla` : module;
  return `${file}:${String(line)}:${String(column)}`;
}

/** Text that is not of the subset, or that says nothing: where, what was found, what would do. */
export class TlaSyntaxError extends Error {
  override readonly name = "TlaSyntaxError";
  readonly at: Spot;
  /** The same without the place. */
  readonly problem: string;

  constructor(at: Spot, problem: string) {
    super(`${placeText(at)}: ${problem}`);
    this.at = at;
    this.problem = problem;
  }
}
