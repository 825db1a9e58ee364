const SECTIONS = new Set([
  "CONSTANT",
  "CONSTANTS",
  "CONSTRAINT",
  "CONSTRAINTS",
  "ACTION_CONSTRAINT",
  "ACTION_CONSTRAINTS",
  "INVARIANT",
  "INVARIANTS",
  "INIT",
  "NEXT",
  "VIEW",
  "SYMMETRY",
  "SPECIFICATION",
  "PROPERTY",
  "PROPERTIES",
  "CHECK_DEADLOCK",
  "ALIAS",
  "POSTCONDITION",
]);

/** The names under PROPERTY and PROPERTIES in the text of a TLC configuration file. */
export function cfgProperties(text: string): readonly string[] {
  return cfgSection(text, ["PROPERTY", "PROPERTIES"]);
}

/** The names under INVARIANT and INVARIANTS in the text of a TLC configuration file. */
export function cfgInvariants(text: string): readonly string[] {
  return cfgSection(text, ["INVARIANT", "INVARIANTS"]);
}

/** Whether the text of a TLC configuration file asks for symmetry reduction. */
export function cfgUsesSymmetry(text: string): boolean {
  return cfgSection(text, ["SYMMETRY"]).length > 0;
}

/** Whether the text of a TLC configuration file takes a state without successors for an error. */
export function cfgChecksDeadlock(text: string): boolean {
  return cfgSection(text, ["CHECK_DEADLOCK"]).at(-1) !== "FALSE";
}

function cfgSection(text: string, titles: readonly string[]): readonly string[] {
  const bare = text.replace(/\(\*[\s\S]*?\*\)/g, " ").replace(/\\\*.*$/gm, " ");
  const names: string[] = [];
  let inside = false;
  for (const word of bare.split(/[\s,]+/).filter((each) => each !== "")) {
    if (SECTIONS.has(word)) inside = titles.includes(word);
    else if (inside) names.push(word);
  }
  return names;
}
