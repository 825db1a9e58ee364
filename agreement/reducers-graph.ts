// Promise: the graph is the one that these reducers span, in the closed system of the model.
import { readFile } from "node:fs/promises";
import { Graph, GraphError, type GraphModel, type StateLines } from "#conformance/graph";
import { labelledGraph, ModelError, production, readModel, type Reducers } from "#explorer";

/** Which of the two protocols a model is about. */
export function protocolOf({ entry }: GraphModel): "zab" | "election" {
  return entry.module === "MCZab" ? "zab" : "election";
}

function linesOf(variables: ReadonlyMap<string, string>): StateLines {
  return Array.from(variables, ([name, value]) => `${name} = ${value}`).sort();
}

/**
 * Has the explorer span the graph. The explorer writes and hashes states with code of its own.
 *
 * @throws GraphError when the explorer does not know the model.
 */
export async function reducersGraph(
  { entry, place }: GraphModel,
  reducers: Reducers = production,
): Promise<Graph> {
  const text = await readFile(place, "utf8");
  const graph = new Graph();
  try {
    for (const state of labelledGraph(readModel(entry.name, text), reducers)) {
      graph.addState(state.hash, () => linesOf(state.variables()));
      if (state.initial) graph.addInitial(state.hash);
      for (const { label, to } of state.edges) graph.addEdge(state.hash, label, to);
    }
  } catch (error) {
    if (error instanceof ModelError) throw new GraphError(error.message);
    throw error;
  }
  return graph;
}
