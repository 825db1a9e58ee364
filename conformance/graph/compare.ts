// Promise: two graphs that compare as equal have the same states and the same labelled edges.
import type { Edge, Graph, StateLines } from "./graph.js";

/** The first place, in breadth-first order, where two graphs part. */
export type Difference =
  | { readonly kind: "initial"; readonly only: Side; readonly state: StateLines | undefined }
  | {
      readonly kind: "edge";
      /** Steps from an initial state to `state`, by a shortest way. */
      readonly path: readonly string[];
      readonly state: StateLines | undefined;
      readonly label: string;
      /** Where the step leads on each side; nothing where it is not taken. */
      readonly left: StateLines | null;
      readonly right: StateLines | null;
    };

export type Side = "left" | "right";

/** How two graphs differ, in numbers; all are 0 for equal graphs. */
export interface Comparison {
  readonly statesOnly: Readonly<Record<Side, number>>;
  readonly edgesOnly: Readonly<Record<Side, number>>;
  readonly first: Difference | null;
}

/** Compares the graphs in both directions. */
export function compareGraphs(left: Graph, right: Graph): Comparison {
  return {
    statesOnly: { left: statesMissing(left, right), right: statesMissing(right, left) },
    edgesOnly: { left: edgesMissing(left, right), right: edgesMissing(right, left) },
    first: firstDifference(left, right),
  };
}

function statesMissing(from: Graph, other: Graph): number {
  let missing = 0;
  for (const hash of from.states()) if (!other.has(hash)) missing += 1;
  return missing;
}

function edgesMissing(from: Graph, other: Graph): number {
  let missing = 0;
  for (const hash of from.states()) missing += onlyIn(from, other, hash).length;
  return missing;
}

function onlyIn(from: Graph, other: Graph, hash: string): readonly Edge[] {
  const there = new Set(Array.from(other.edgesFrom(hash), ({ label, to }) => `${to} ${label}`));
  return [...from.edgesFrom(hash)].filter(({ label, to }) => !there.has(`${to} ${label}`));
}

/** Goes over what both have, from the initial states on; what differs hangs on the rim of it. */
function firstDifference(left: Graph, right: Graph): Difference | null {
  for (const [only, graph, other] of [
    ["left", left, right],
    ["right", right, left],
  ] as const) {
    for (const hash of graph.initial()) {
      if (!other.isInitial(hash)) return { kind: "initial", only, state: graph.state(hash) };
    }
  }
  const cameBy = new Map<string, Edge | null>();
  for (const hash of left.initial()) cameBy.set(hash, null);
  for (const hash of cameBy.keys()) {
    const [extra] = onlyIn(left, right, hash);
    const [missing] = onlyIn(right, left, hash);
    const edge = extra ?? missing;
    if (edge !== undefined) return explain(left, right, edge, pathTo(cameBy, hash));
    for (const next of left.edgesFrom(hash)) if (!cameBy.has(next.to)) cameBy.set(next.to, next);
  }
  return null;
}

function explain(left: Graph, right: Graph, edge: Edge, path: readonly string[]): Difference {
  const { from, label } = edge;
  const successor = (graph: Graph): StateLines | null => {
    const edges = [...graph.edgesFrom(from)].filter((each) => each.label === label);
    const to = edges.find((each) => each.to === edge.to) ?? edges[0];
    return to === undefined ? null : (graph.state(to.to) ?? []);
  };
  const state = left.state(from) ?? right.state(from);
  return { kind: "edge", path, state, label, left: successor(left), right: successor(right) };
}

function pathTo(cameBy: ReadonlyMap<string, Edge | null>, hash: string): readonly string[] {
  const path: string[] = [];
  for (let edge = cameBy.get(hash); edge; edge = cameBy.get(edge.from)) path.push(edge.label);
  return path.reverse();
}
