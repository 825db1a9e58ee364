// Promise: who reads of a difference sees the step, both outcomes, and where both sides say it.
import type { Comparison, Difference, StateLines } from "#conformance/graph";
import { placesOf } from "./places.js";

const WIDTH = 96;

/** A comparison of TLC's graph (left) with the reducers' (right), as lines; none when equal. */
export function explain(
  name: string,
  protocol: "zab" | "election",
  { statesOnly, edgesOnly, first }: Comparison,
  root: string,
): readonly string[] {
  if (first === null) return [];
  const count = (states: number, edges: number): string =>
    `${String(states)} states and ${String(edges)} edges`;
  return [
    `${name}: ${count(statesOnly.left, edgesOnly.left)} are only the spec's, ` +
      `${count(statesOnly.right, edgesOnly.right)} only the reducers'`,
    ...(first.kind === "initial" ? explainInitial(first) : explainEdge(first, protocol, root)),
  ];
}

function explainInitial({ only, state }: Extract<Difference, { kind: "initial" }>): string[] {
  const side = only === "left" ? "the spec's" : "the reducers'";
  return [`  an initial state is only ${side}`, ...(state ?? []).flatMap(wrap)];
}

function explainEdge(
  { path, state, label, left, right }: Extract<Difference, { kind: "edge" }>,
  protocol: "zab" | "election",
  root: string,
): string[] {
  const { spec, reducer } = placesOf(label.replace(/\(.*$/, ""), protocol, root);
  const steps = path.length === 0 ? "in an initial state" : `after ${path.join(", ")}`;
  return [
    `  first difference, breadth first: ${label} ${verdict(left, right)}`,
    `  spec     ${spec ?? "has no such action"}`,
    `  reducer  ${reducer ?? "is made of several: there is none of this name"}`,
    ...wrap(steps).map((line) => line.slice(2)),
    "  state",
    ...(state ?? []).flatMap(wrap),
    ...outcomes(state ?? [], left, right),
  ];
}

function verdict(left: StateLines | null, right: StateLines | null): string {
  if (left === null) return "is disabled in the spec, and the reducers take it";
  if (right === null) return "is enabled in the spec, and the reducers refuse it";
  return "leads to different states";
}

/** Where both take the step, what they differ in; where one does, what the step changes. */
function outcomes(before: StateLines, left: StateLines | null, right: StateLines | null): string[] {
  const changed = (lines: StateLines | null): readonly string[] =>
    lines === null
      ? ["(not taken)"]
      : lines.filter((line) => !(left && right ? both(left, right) : before).includes(line));
  const both = (a: StateLines, b: StateLines): StateLines => a.filter((line) => b.includes(line));
  const what = left && right ? "where they differ" : "what it changes";
  return [
    `  successor of the spec, ${what}`,
    ...changed(left).flatMap(wrap),
    `  successor of the reducers, ${what}`,
    ...changed(right).flatMap(wrap),
  ];
}

/** Breaks at spaces; what goes on is indented. */
function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = "    ";
  for (const word of text.split(" ")) {
    if (line.trim() !== "" && line.length + word.length > WIDTH) {
      lines.push(line.trimEnd());
      line = "        ";
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}
