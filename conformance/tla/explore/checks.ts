import type { Part, Program } from "../compile/compile.js";
import type { State } from "../evaluator.js";

/** A part of an invariant that says little enough to remember where it has been found true. */
class Remembered {
  readonly part: Part;
  private readonly found = new Set<number>();

  constructor(part: Part) {
    this.part = part;
  }

  holds(row: Int32Array, state: () => State, parent: Int32Array | null): boolean {
    const { reads } = this.part;
    if (parent !== null && isSame(reads, row, parent)) return true;
    const key = keyOf(reads, row);
    if (key !== null && this.found.has(key)) return true;
    const holds = this.part.holds(state());
    if (holds && key !== null) this.found.add(key);
    return holds;
  }
}

function isSame(columns: readonly number[], a: Int32Array, b: Int32Array): boolean {
  for (const k of columns) if (a[k] !== b[k]) return false;
  return true;
}

/** One number for the values of up to three columns, or null. */
function keyOf(columns: readonly number[], row: Int32Array): number | null {
  if (columns.length > 3) return null;
  const base = columns.length === 3 ? 2 ** 17 : 2 ** 26;
  let key = 0;
  for (const column of columns) {
    const uid = row[column] as number;
    if (uid < 0 || uid >= base) return null;
    key = key * base + uid;
  }
  return key;
}

/**
 * The invariants of a configuration. A part is not evaluated in a state that has what it reads
 * from a state where it was true: the one before it, or any.
 */
export class Invariants {
  private readonly parts: readonly { readonly name: string; readonly check: Remembered }[];

  constructor(program: Program, names: readonly string[]) {
    this.parts = names.flatMap((name) =>
      program.parts(name).map((part) => ({ name, check: new Remembered(part) })),
    );
  }

  /** The invariant that a state violates, or null. All held in the state before it. */
  violated(row: Int32Array, state: () => State, parent: Int32Array | null): string | null {
    for (const { name, check } of this.parts) {
      if (!check.holds(row, state, parent)) return name;
    }
    return null;
  }
}

/** The properties of a configuration of the form `[][A]_v`. */
export class StepProperties {
  private readonly properties: readonly {
    readonly name: string;
    readonly columns: readonly number[];
    readonly holds: (state: State, next: State) => boolean;
    readonly stutters: Set<number>;
  }[];

  constructor(program: Program, names: readonly string[]) {
    this.properties = names.map((name) => {
      const evaluate = program.operator(name);
      return {
        name,
        columns: program.reads(name).map((variable) => program.variables.indexOf(variable)),
        holds: (state, next) => evaluate(state, next, []) === true,
        stutters: new Set(),
      };
    });
  }

  /** The property that a step violates, or null. */
  violated(
    from: { readonly row: Int32Array; readonly state: State },
    to: { readonly row: Int32Array; readonly state: State },
  ): string | null {
    for (const { name, columns, holds, stutters } of this.properties) {
      const key = isSame(columns, from.row, to.row) ? keyOf(columns, to.row) : null;
      if (key !== null && stutters.has(key)) continue;
      if (!holds(from.state, to.state)) return name;
      if (key !== null) stutters.add(key);
    }
    return null;
  }
}
