import { ModelError } from "./model-error.js";

/** A configuration of TLC, as written: nothing in it is looked up yet. */
export interface Cfg {
  /** What it is called in messages. */
  readonly name: string;
  /** `INIT`, `NEXT`, `VIEW`, `SYMMETRY`, `SPECIFICATION`: one operator each. */
  readonly operators: ReadonlyMap<string, string>;
  readonly deadlock: boolean;
  /** `NAME = value`, the value as written. */
  readonly constants: ReadonlyMap<string, string>;
  /** `NAME <- operator`. */
  readonly replaced: ReadonlyMap<string, string>;
  readonly invariants: readonly string[];
  readonly properties: readonly string[];
}

const SINGLE = ["INIT", "NEXT", "VIEW", "SYMMETRY", "SPECIFICATION", "CHECK_DEADLOCK"];
const PLURAL = new Map([
  ["INVARIANT", "INVARIANTS"],
  ["PROPERTY", "PROPERTIES"],
  ["CONSTANT", "CONSTANTS"],
]);
const LISTS = ["INVARIANTS", "PROPERTIES", "CONSTANTS"];
const FOREIGN = ["CONSTRAINT", "CONSTRAINTS", "ACTION_CONSTRAINT", "ACTION_CONSTRAINTS", "ALIAS"];

/** Reads a configuration; what the explorer has no use for is refused by its name. */
export function parseCfg(name: string, text: string): Cfg {
  const tokens = tokensOf(text);
  const operators = new Map<string, string>();
  const lists = new Map<string, string[]>(LISTS.map((list) => [list, []]));
  let section: string | null = null;
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] as string;
    const keyword = PLURAL.get(token) ?? token;
    if (FOREIGN.includes(token)) {
      throw new ModelError(`${name}: ${token} is not for the explorer; run this model with TLC`);
    }
    if (LISTS.includes(keyword)) section = keyword;
    else if (SINGLE.includes(token)) {
      section = null;
      at += 1;
      operators.set(token, single(name, token, tokens[at]));
    } else if (section !== null) lists.get(section)?.push(token);
    else throw new ModelError(`${name}: "${token}" stands outside of every section; remove it`);
  }
  const { constants, replaced } = assignments(name, lists.get("CONSTANTS") ?? []);
  const deadlock = operators.get("CHECK_DEADLOCK") !== "FALSE";
  return {
    name,
    operators,
    deadlock,
    constants,
    replaced,
    invariants: lists.get("INVARIANTS") ?? [],
    properties: lists.get("PROPERTIES") ?? [],
  };
}

function single(name: string, keyword: string, operand: string | undefined): string {
  if (operand !== undefined && /^\w+$/.test(operand)) return operand;
  throw new ModelError(`${name}: ${keyword} names nothing; write an operator behind it`);
}

function tokensOf(text: string): readonly string[] {
  const plain = text.replaceAll(/\\\*[^\n]*/g, " ").replaceAll(/\(\*[\s\S]*?\*\)/g, " ");
  return plain.match(/<-|[={},]|"[^"]*"|[^\s={},"<]+|</g) ?? [];
}

function assignments(name: string, tokens: readonly string[]) {
  const constants = new Map<string, string>();
  const replaced = new Map<string, string>();
  let at = 0;
  while (at < tokens.length) {
    const constant = tokens[at] as string;
    const sign = tokens[at + 1];
    let end = at + 3;
    if (tokens[at + 2] === "{") end = tokens.indexOf("}", at) + 1;
    const value = tokens.slice(at + 2, end).join(" ");
    const isSign = (token: string | undefined) => token === "=" || token === "<-";
    if (!isSign(sign) || value === "" || end <= at || isSign(tokens[end])) {
      throw new ModelError(`${name}: the constant ${constant} has no value; write one behind it`);
    }
    (sign === "=" ? constants : replaced).set(constant, value);
    at = end;
  }
  return { constants, replaced };
}
