// Promise: a configuration that loads describes one finite graph over servers that are numbers.
import { GraphError } from "./errors.js";

/** What of a model's configuration makes its graph. */
export interface ModelCfg {
  readonly init: string;
  readonly next: string;
  readonly view: string | null;
  /** Constants by name: the text of the value, or `<- operator`. */
  readonly constants: ReadonlyMap<string, string>;
}

const WORDS = new Set([
  ...["INIT", "NEXT", "VIEW", "SYMMETRY", "CHECK_DEADLOCK", "SPECIFICATION", "CONSTRAINT"],
  ...["CONSTANT", "CONSTANTS", "INVARIANT", "INVARIANTS", "PROPERTY", "PROPERTIES"],
  ...["CONSTRAINTS", "ACTION_CONSTRAINT", "ACTION_CONSTRAINTS"],
]);

/** What would make the graph another one than that of INIT and NEXT over plain states. */
const REFUSED: Readonly<Record<string, string>> = {
  SYMMETRY: "a graph has every state: leave it out",
  SPECIFICATION: "a graph has initial states and steps: write INIT and NEXT",
  CONSTRAINT: "a graph is finite by its budgets: leave it out",
  CONSTRAINTS: "a graph is finite by its budgets: leave it out",
  ACTION_CONSTRAINT: "a graph is finite by its budgets: leave it out",
  ACTION_CONSTRAINTS: "a graph is finite by its budgets: leave it out",
};

/** Reads a configuration; `place` begins what is said of it. */
export function parseModelCfg(text: string, place: string): ModelCfg {
  const sections = new Map<string, string>();
  let word = "";
  for (const token of text.replace(/\\\*.*$/gm, "").split(/\s+/)) {
    if (WORDS.has(token)) word = token;
    const refusal = REFUSED[token];
    if (refusal !== undefined) throw new GraphError(`${place}: ${token}: ${refusal}`);
    if (token !== word) sections.set(word, `${sections.get(word) ?? ""} ${token}`.trim());
  }
  const one = (name: string): string => {
    const value = sections.get(name);
    if (value !== undefined && /^\w+$/.test(value)) return value;
    throw new GraphError(`${place}: ${name} is ${value ?? "missing"}: name one operator`);
  };
  const constants = `${sections.get("CONSTANTS") ?? ""} ${sections.get("CONSTANT") ?? ""}`;
  return {
    init: one("INIT"),
    next: one("NEXT"),
    view: sections.has("VIEW") ? one("VIEW") : null,
    constants: readConstants(constants),
  };
}

function readConstants(text: string): ReadonlyMap<string, string> {
  const constants = new Map<string, string>();
  for (const [, name = "", sign, value = ""] of text.matchAll(
    /(\w+) (=|<-) (\{[^}]*\}|"[^"]*"|\S+)/g,
  )) {
    constants.set(name, sign === "=" ? value : `<- ${value}`);
  }
  return constants;
}

/** The constant as a set of servers. */
export function serversOf(cfg: ModelCfg, name: string, place: string): readonly number[] {
  const value = cfg.constants.get(name) ?? "missing";
  const members = /^\{ *(\d+(?: *, *\d+)*) *\}$/.exec(value)?.[1]?.split(",").map(Number);
  if (members?.every((member, index) => member === index + 1) === true) return members;
  throw new GraphError(`${place}: ${name} is ${value}: a graph needs servers 1, 2, …: {1, 2, 3}`);
}

/** The constant as a whole number. */
export function boundOf(cfg: ModelCfg, name: string, place: string): number {
  const value = cfg.constants.get(name) ?? "missing";
  if (/^\d+$/.test(value)) return Number(value);
  throw new GraphError(`${place}: ${name} is ${value}: write a whole number`);
}

/** What a digest of the model covers: the same text for the same graph. */
export function cfgText({ init, next, view, constants }: ModelCfg): string {
  const lines = [...constants].map(([name, value]) => `${name} = ${value}`).sort();
  return [`INIT ${init}`, `NEXT ${next}`, `VIEW ${view ?? ""}`, ...lines].join("\n");
}
