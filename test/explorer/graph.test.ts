import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { canonicalState, labelledGraph, replay, stateHash, type GraphState } from "#explorer";
import { modelNamed, pinned } from "./models.js";

const graph = [...labelledGraph(modelNamed("flat-tiny"))];
const byHash = new Map(graph.map((state) => [state.hash, state]));

describe("a labelled graph", () => {
  it("has every state once, and every edge leads to one of them", () => {
    expect(graph).toHaveLength(pinned("flat-tiny").distinct);
    expect(byHash.size).toBe(graph.length);
    const ends = graph.flatMap(({ edges }) => edges.map(({ to }) => to));
    expect(ends.filter((to) => !byHash.has(to))).toEqual([]);
  });

  it("begins with the initial states, breadth first", () => {
    expect(graph.filter(({ initial }) => initial)).toEqual([graph[0]]);
    const depths = graph.map(({ depth }) => depth);
    expect(depths).toEqual([...depths].sort((a, b) => a - b));
    expect(depths.at(-1)).toBe(pinned("flat-tiny").depth);
  });

  it("writes states as canonical TLA+ and hashes that", () => {
    const text = canonicalState((graph[0] as GraphState).variables());
    const lines = text.split("\n");
    expect(lines).toHaveLength(26);
    expect(lines).toEqual([...lines].sort());
    expect(lines).toContain("leaderOf = <<Nobody, Nobody, Nobody>>");
    expect(lines).toContain("epochAcks = <<{}, {}, {}>>");
    expect(lines).toContain("learnerZxid = <<" + Array(3).fill(ZEROS).join(", ") + ">>");
    const digest = createHash("sha256").update(text).digest("hex");
    expect(graph[0]?.hash).toBe(digest.slice(0, 16));
    expect(graph[0]?.hash).toBe(stateHash(text));
  });

  it("labels edges with parameters: servers, modes, sets", () => {
    const labels = new Set(graph.flatMap(({ edges }) => edges.map(({ label }) => label)));
    expect(labels).toContain("ElectLeader(3, {1, 3})");
    expect(labels).toContain('LeaderSyncFollower(2, 1, "DIFF")');
    expect(labels).toContain("LeaderProcessRequest(1, 1)");
    expect(labels).toContain("FollowerProcessUPTODATE(2)");
  });

  it("agrees with a replay, edge by edge", () => {
    const way = ["ElectLeader(1, {1, 2})", "LeaderProcessFOLLOWERINFO(1, 2)", "DiskComplete(1)"];
    let state = graph[0] as GraphState;
    for (const label of way) {
      const edge = state.edges.find((one) => one.label === label);
      state = byHash.get(edge?.to ?? "") as GraphState;
    }
    const steps = replay(modelNamed("flat-tiny"), [
      { action: "ElectLeader", parameters: [1, [1, 2]] },
      { action: "LeaderProcessFOLLOWERINFO", parameters: [1, 2] },
      { action: "Restart", parameters: [1, 0] },
      { action: "DiskComplete", parameters: [1] },
    ]);
    expect(steps.map(({ taken }) => taken)).toEqual([true, true, false, true]);
    expect(steps.map(({ label }) => label)[2]).toBe("Restart(1, 0)");
    expect(steps[3]?.enabled).toContain("DiskComplete(1)");
    expect(steps.at(-1)?.variables).toEqual(state.variables());
  });

  it("of an election names voters, notifications and decisions", () => {
    const [first] = labelledGraph(modelNamed("el-d"));
    const text = canonicalState((first as GraphState).variables());
    expect(text.split("\n")).toHaveLength(12);
    expect(text).toContain("decisions = {}\n");
    expect(text).toContain("outOfElection = <<<<None, None, None>>, ");
    expect((first as GraphState).edges.map(({ label }) => label)).toContain("ReceiveLooking(1, 2)");
  });

  it("is that of a schedule's names where servers have names", () => {
    const [step] = replay(modelNamed("tiny"), [
      { action: "ElectLeader", parameters: ["s2", ["s1", "s2"]] },
    ]);
    expect(step).toMatchObject({ label: "ElectLeader(s2, {s1, s2})", taken: true, violated: [] });
    expect(() => replay(modelNamed("tiny"), [], undefined, 1)).toThrow("no initial state 1");
  });
});

const ZEROS = "<<<<0, 0>>, <<0, 0>>, <<0, 0>>>>";
