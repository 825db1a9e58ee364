import { describe, expect, it } from "vitest";
import { compareGraphs, Graph, summarize } from "#conformance/graph";

/** A graph from edges `from label to`; the first state is the initial one. */
function graph(...edges: readonly string[]): Graph {
  const made = new Graph();
  const add = (state: string) => {
    made.addState(state, () => [`at = ${state}`]);
  };
  for (const [k, edge] of edges.entries()) {
    const [from = "", label = "", to = ""] = edge.split(" ");
    if (k === 0) made.addInitial(from);
    add(from);
    add(to);
    made.addEdge(from, label, to);
  }
  return made;
}

const none = { left: 0, right: 0 };

describe("compareGraphs", () => {
  it("finds nothing between graphs that only came in another order, or twice", () => {
    const left = graph("a x b", "a y b", "b z a");
    const right = graph("a y b", "b z a", "a x b", "a y b");
    expect(compareGraphs(left, right)).toEqual({ statesOnly: none, edgesOnly: none, first: null });
    expect(summarize(left)).toEqual(summarize(right));
    expect(summarize(left)).toMatchObject({ initial: 1, states: 2, edges: 3 });
  });

  it("sees an edge that only its label sets apart", () => {
    const found = compareGraphs(graph("a x b", "a y b"), graph("a x b"));
    expect(found.edgesOnly).toEqual({ left: 1, right: 0 });
    expect(found.first).toEqual({
      ...{ kind: "edge", path: [], state: ["at = a"], label: "y" },
      ...{ left: ["at = b"], right: null },
    });
  });

  it("sees what only the second graph has, and counts all that follows", () => {
    const found = compareGraphs(graph("a x b"), graph("a x b", "b y c", "c z d"));
    expect(found.statesOnly).toEqual({ left: 0, right: 2 });
    expect(found.edgesOnly).toEqual({ left: 0, right: 2 });
    expect(found.first).toMatchObject({ path: ["x"], label: "y", left: null, right: ["at = c"] });
  });

  it("names the nearest difference, though another came first", () => {
    const left = graph("a x b", "b y c", "c z d", "a w e");
    const right = graph("a x b", "b y c", "c z e", "a w f");
    expect(compareGraphs(left, right).first).toMatchObject({
      ...{ path: [], label: "w", left: ["at = e"], right: ["at = f"] },
    });
  });

  it("does not take a state that is reached in both for an initial one", () => {
    const left = graph("a x b");
    const right = graph("a x b");
    right.addInitial("b");
    expect(compareGraphs(left, right).first).toEqual({
      ...{ kind: "initial", only: "right", state: ["at = b"] },
    });
    expect(summarize(left).initialDigest).not.toBe(summarize(right).initialDigest);
  });
});
