// Promise: what a module declares and defines, in the order of its text.
import { shapeOf, type Shape } from "./skeleton.js";
import { tokens, type Token } from "./tokens.js";

export interface Definition {
  readonly module: string;
  readonly name: string;
  readonly parameters: readonly string[];
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

const WORD = /^\w+$/;

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
      variables.push(...names.filter((each) => WORD.test(each)));
    } else if (!SECTION.test(first)) {
      const sign = all.findIndex((token, index) => index > head && token.text === "==");
      if (sign === -1 || sign >= end) continue;
      definitions.push({
        module: name,
        name: first,
        parameters: all.slice(head + 1, sign).flatMap(({ text }) => (WORD.test(text) ? text : [])),
        body: all.slice(sign + 1, end),
        shape: shapeOf(all, sign + 1, end),
      });
    }
  }
  return { name, text, tokens: all, variables, definitions };
}
