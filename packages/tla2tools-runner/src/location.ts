/** A span of a module; lines and columns count from 1. */
export interface SpecLocation {
  readonly module: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

const LOCATION = /line (\d+), col (\d+) to line (\d+), col (\d+) of module (\w+)/;

/** Reads the first `line 1, col 2 to line 3, col 4 of module M` of a text; null without one. */
export function parseLocation(text: string): SpecLocation | null {
  const found = LOCATION.exec(text);
  const module = found?.[5];
  if (found === null || module === undefined) return null;
  const [line, column, endLine, endColumn] = found.slice(1, 5).map(Number);
  return {
    module,
    line: line ?? 0,
    column: column ?? 0,
    endLine: endLine ?? 0,
    endColumn: endColumn ?? 0,
  };
}
