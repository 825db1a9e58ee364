// Promise: what a module declares and defines, in the order of its text.
import { shapeOf, type Shape } from "./skeleton.js";
import { tokens, type Token } from "./tokens.js";

export interface Definition {
  readonly module: string;
  readonly name: string;
  /** The tokens of the body; its shape's `from` and `to` count in the module's tokens. */
  readonly body: readonly Token[];
  readonly shape: Shape;
}

export interface Module {
  readonly name: string;
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly variables: readonly string[];
  readonly definitions: readonly Definition[];
}

const SECTION =
  /^(EXTENDS|CONSTANTS?|VARIABLES?|ASSUME|RECURSIVE|LOCAL|INSTANCE|THEOREM|-{4,}|={4,})$/;

/** Reads a module whose declarations and definitions begin in the first column. */
export function readModule(name: string, text: string): Module {
  const all = tokens(text);
  const heads = all.flatMap((token, index) => (token.column === 1 ? [index] : []));
  const variables: string[] = [];
  const definitions: Definition[] = [];
  for (const [k, head] of heads.entries()) {
    const end = heads[k + 1] ?? all.length;
    const first = all[head]?.text ?? "";
    if (/^VARIABLES?$/.test(first)) {
      const names = all.slice(head + 1, end).map((token) => token.text);
      variables.push(...names.filter((each) => /^\w+$/.test(each)));
    } else if (!SECTION.test(first)) {
      const sign = all.findIndex((token, index) => index > head && token.text === "==");
      if (sign === -1 || sign >= end) continue;
      const shape = shapeOf(all, sign + 1, end);
      definitions.push({ module: name, name: first, body: all.slice(sign + 1, end), shape });
    }
  }
  return { name, text, tokens: all, variables, definitions };
}

/** The definitions that `roots` reach, themselves included; the order of the modules. */
export function reachable(
  modules: readonly Module[],
  roots: readonly string[],
): readonly Definition[] {
  const all = modules.flatMap(({ definitions }) => definitions);
  const seen = new Set(roots);
  const next = all.filter(({ name }) => seen.has(name));
  for (let from = next.pop(); from !== undefined; from = next.pop()) {
    for (const { text } of from.body) {
      if (seen.has(text)) continue;
      const called = all.filter(({ name }) => name === text);
      if (called.length > 0) seen.add(text);
      next.push(...called);
    }
  }
  return all.filter(({ name }) => seen.has(name));
}
