// Promise: the Boolean shape of an expression, down to its clauses, each with its place.
import { closes, opens, type Token } from "./tokens.js";

/** A piece of an expression; what it covers are the tokens from `from` up to `to`. */
export type Shape = Junction | Choice | Binding | Leaf;

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Conjuncts or disjuncts, as a list of bullets or on one line. */
export interface Junction extends Span {
  readonly kind: "and" | "or";
  readonly items: readonly Shape[];
}

/** IF and CASE: what is asked, and what follows from the answers. */
export interface Choice extends Span {
  readonly kind: "choice";
  readonly conditions: readonly Shape[];
  readonly branches: readonly Shape[];
}

/** LET and quantifiers: names, what they stand for, and the body that uses them. */
export interface Binding extends Span {
  readonly kind: "binding";
  readonly definitions: readonly Shape[];
  readonly body: Shape;
}

/** A clause; `inner` are conditions inside it. */
export interface Leaf extends Span {
  readonly kind: "leaf";
  readonly inner: readonly Shape[];
}

/** A layout that this reader does not know; a spec that SANY accepts can still have one. */
export class LayoutError extends Error {
  override readonly name = "LayoutError";
}

const JUNCTIONS: ReadonlyMap<string, Junction["kind"]> = new Map([
  ["/\\", "and"],
  ["\\/", "or"],
]);
/** What extends as far to the right as it can. */
const GREEDY = new Set(["IF", "LET", "CASE", "\\E", "\\A", "CHOOSE"]);

/** Reads the tokens `from` up to `to` of one expression. */
export function shapeOf(all: readonly Token[], from: number, to: number): Shape {
  const at = (index: number): Token => {
    const token = all[index];
    if (token === undefined) throw new LayoutError("an expression ends too early");
    return token;
  };

  /** The first index in the range whose token is `text`, outside brackets and nested `open`s. */
  function find(lo: number, hi: number, text: string, open: string | null): number {
    let depth = 0;
    for (let index = lo; index < hi; index += 1) {
      const token = at(index);
      if (depth === 0 && token.text === text) return index;
      if (opens(token) || token.text === open) depth += 1;
      if (closes(token) || (open !== null && token.text === text)) depth -= 1;
    }
    throw new LayoutError(`line ${String(at(lo).line)}: ${text} is missing`);
  }

  /** Cuts the range at every separator outside brackets, up to the first greedy construct. */
  function split(lo: number, hi: number, isCut: (token: Token) => boolean): Span[] {
    const parts: Span[] = [];
    let begin = lo;
    let depth = 0;
    for (let index = lo; index < hi; index += 1) {
      const token = at(index);
      if (depth === 0 && GREEDY.has(token.text)) break;
      if (opens(token)) depth += 1;
      else if (closes(token)) depth -= 1;
      else if (depth === 0 && isCut(token)) {
        parts.push({ from: begin, to: index });
        begin = index + 1;
      }
    }
    return [...parts, { from: begin, to: hi }];
  }

  function bullets(lo: number, hi: number, kind: Junction["kind"]): Junction {
    const { text, column } = at(lo);
    const starts: number[] = [];
    for (let index = lo; index < hi; index += 1) {
      const token = at(index);
      if (token.text === text && token.column === column) starts.push(index);
      else if (token.column <= column) {
        throw new LayoutError(`line ${String(token.line)}: stands left of the list it belongs to`);
      }
    }
    const items = starts.map((start, k) => read(start + 1, starts[k + 1] ?? hi));
    return { kind, items, from: lo, to: hi };
  }

  function choice(lo: number, hi: number): Choice {
    const then = find(lo + 1, hi, "THEN", "IF");
    const otherwise = find(then + 1, hi, "ELSE", "IF");
    return {
      kind: "choice",
      conditions: [read(lo + 1, then)],
      branches: [read(then + 1, otherwise), read(otherwise + 1, hi)],
      from: lo,
      to: hi,
    };
  }

  function cases(lo: number, hi: number): Choice {
    const arms: Span[] = [];
    let begin = lo + 1;
    let depth = 0;
    for (let index = begin; index < hi; index += 1) {
      const token = at(index);
      if (opens(token)) depth += 1;
      else if (closes(token)) depth -= 1;
      else if (depth === 0 && token.text === "[]") {
        arms.push({ from: begin, to: index });
        begin = index + 1;
      }
    }
    arms.push({ from: begin, to: hi });
    const arrows = arms.map((arm) => find(arm.from, arm.to, "->", null));
    return {
      kind: "choice",
      conditions: arms.map((arm, k) => read(arm.from, arrows[k] ?? arm.to)),
      branches: arms.map((arm, k) => read((arrows[k] ?? arm.from) + 1, arm.to)),
      from: lo,
      to: hi,
    };
  }

  function letIn(lo: number, hi: number): Binding {
    const end = find(lo + 1, hi, "IN", "LET");
    const signs: number[] = [];
    for (let index = lo + 1; index < end; index += 1) {
      if (at(index).text === "==") signs.push(index);
    }
    const heads = signs.map((sign) => headOf(sign));
    const definitions = signs.map((sign, k) => read(sign + 1, heads[k + 1] ?? end));
    return { kind: "binding", definitions, body: read(end + 1, hi), from: lo, to: hi };
  }

  /** Where the definition begins whose `==` stands at `sign`. */
  function headOf(sign: number): number {
    let index = sign - 1;
    if (at(index).text === ")") while (at(index).text !== "(") index -= 1;
    return at(sign - 1).text === ")" ? index - 1 : index;
  }

  /** Conditions inside a clause: in its brackets, and in an IF, LET or CASE that it ends with. */
  function inside(lo: number, hi: number): Shape[] {
    const found: Shape[] = [];
    for (let index = lo; index < hi; index += 1) {
      const token = at(index);
      if (GREEDY.has(token.text)) return [...found, read(index, hi)];
      if (!opens(token)) continue;
      const end = closing(index, hi);
      const isCut = ({ text }: Token) => [",", ":", "|->"].includes(text);
      for (const part of split(index + 1, end, isCut)) {
        if (part.from < part.to) found.push(read(part.from, part.to));
      }
      index = end;
    }
    return found;
  }

  function closing(open: number, hi: number): number {
    let depth = 0;
    for (let index = open; index < hi; index += 1) {
      if (opens(at(index))) depth += 1;
      else if (closes(at(index))) depth -= 1;
      if (depth === 0) return index;
    }
    throw new LayoutError(`line ${String(at(open).line)}: a bracket is not closed`);
  }

  function read(lo: number, hi: number): Shape {
    const first = at(lo);
    if (lo >= hi) throw new LayoutError(`line ${String(first.line)}: an expression is missing`);
    const kind = JUNCTIONS.get(first.text);
    if (kind !== undefined) return bullets(lo, hi, kind);
    if (first.text === "(" && closing(lo, hi) === hi - 1) return read(lo + 1, hi - 1);
    if (first.text === "IF") return choice(lo, hi);
    if (first.text === "CASE") return cases(lo, hi);
    if (first.text === "LET") return letIn(lo, hi);
    if (["\\E", "\\A", "CHOOSE"].includes(first.text)) {
      const colon = find(lo, hi, ":", null);
      return { kind: "binding", definitions: [], body: read(colon + 1, hi), from: lo, to: hi };
    }
    for (const [text, infix] of JUNCTIONS) {
      const parts = split(lo, hi, (token) => token.text === text);
      if (parts.length < 2) continue;
      const items = parts.map((part) => read(part.from, part.to));
      return { kind: infix, items, from: lo, to: hi };
    }
    return { kind: "leaf", inner: inside(lo, hi), from: lo, to: hi };
  }

  return read(from, to);
}
