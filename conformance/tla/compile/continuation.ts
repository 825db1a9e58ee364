import type { Unit } from "./unit.js";

/** Writes what comes behind a step, given the variables that have a value by then. */
export type Then = (assigned: ReadonlySet<number>) => string;

/** Code shorter than this is repeated in each branch. */
const SHORT = 40;

export function keyOf(assigned: ReadonlySet<number>): string {
  return [...assigned].sort((a, b) => a - b).join();
}

/**
 * What comes behind several branches: written once for each set of variables that a branch leaves
 * with a value, as a local function, for otherwise the code would double at each IF.
 */
export class Continuation {
  private readonly unit: Unit;
  private readonly rest: Then;
  private readonly written = new Map<string, { readonly name: string; readonly code: string }>();

  constructor(unit: Unit, rest: Then) {
    this.unit = unit;
    this.rest = rest;
  }

  readonly then: Then = (assigned) => {
    const key = keyOf(assigned);
    let known = this.written.get(key);
    if (known === undefined) {
      known = { name: this.unit.fresh("then"), code: this.rest(assigned) };
      this.written.set(key, known);
    }
    return known.code.length < SHORT ? known.code : `${known.name}();`;
  };

  /** The local functions, to stand before the branches. */
  prelude(): string {
    return [...this.written.values()]
      .filter(({ code }) => code.length >= SHORT)
      .map(({ name, code }) => `const ${name} = () => { ${code} };`)
      .join(" ");
  }
}
