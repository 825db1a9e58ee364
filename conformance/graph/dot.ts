// Promise: every line of TLC's dot file is a state, an edge, or layout that is known as such.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { GraphError } from "./errors.js";

/** What one line of the file says. States are named by TLC's fingerprints. */
export type DotLine =
  | {
      readonly kind: "state";
      readonly id: string;
      readonly text: string;
      readonly initial: boolean;
    }
  | {
      readonly kind: "edge";
      readonly from: string;
      readonly to: string;
      readonly operator: string;
    };

const EDGE = /^(-?\d+) -> (-?\d+) \[label="(\w+)"[^\]]*\];?$/;
const STATE = /^(-?\d+) \[label="((?:[^"\\]|\\[^])*)"(,style = filled)?\];?$/;
const LAYOUT =
  /^(?:strict digraph|nodesep=|subgraph |color=|style=|graph\[|node \[|edge \[|label=|fontsize=|labeljust=|\{rank = same;|\}|\w+ \[label="\w+",fillcolor=|$)/;

/** Reads a file of any length, line by line. */
export async function* readDot(file: string): AsyncGenerator<DotLine> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  for await (const line of lines) {
    const read = dotLine(line);
    if (read !== null) yield read;
  }
}

/** One line; null for layout. */
export function dotLine(line: string): DotLine | null {
  const edge = EDGE.exec(line);
  if (edge !== null) {
    const [, from = "", to = "", operator = ""] = edge;
    return { kind: "edge", from, to, operator };
  }
  const state = STATE.exec(line);
  if (state !== null) {
    const [, id = "", text = "", initial] = state;
    return { kind: "state", id, text, initial: initial !== undefined };
  }
  if (LAYOUT.test(line)) return null;
  throw new GraphError(`TLC's graph has an unknown line: ${line.slice(0, 80)}: read it in dot.ts`);
}
