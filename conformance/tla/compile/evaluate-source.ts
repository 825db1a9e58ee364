/**
 * The one place where text becomes code. Where that is forbidden, the text is written to a file
 * beforehand, as `programSource` gives it, and imported.
 */
export function evaluateSource(source: string, names: ReadonlyMap<string, unknown>): unknown {
  const evaluate = new Function(...names.keys(), `"use strict"; return (${source});`);
  return evaluate(...names.values()) as unknown;
}
