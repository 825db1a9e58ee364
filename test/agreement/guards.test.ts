import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { explain, protocolOf, reducersGraph } from "#agreement";
import {
  compareGraphs,
  loadGraphModel,
  tlcGraph,
  type Graph,
  type GraphModel,
} from "#conformance/graph";
import { production, type Reducers } from "#explorer";
import { copySpec, specDir, type SpecCopy } from "../conformance/graph/support.js";
import { reducersWith, root } from "./support.js";

// Each side loses one conjunct of one guard, and the check has to name the step.

const models = new Map<string, { readonly model: GraphModel; readonly graph: Graph }>();
const copies: SpecCopy[] = [];

beforeAll(async () => {
  for (const name of ["flat-pair", "el-pair"]) {
    const model = await loadGraphModel(specDir, name);
    models.set(name, { model, graph: await tlcGraph(model) });
  }
});
afterAll(() => {
  for (const copy of copies) copy.dispose();
});

/** What the check says of these reducers beside TLC's graph. */
async function said(name: string, reducers: Reducers, changed?: GraphModel): Promise<string> {
  const made = models.get(name);
  if (made === undefined) throw new Error(`no graph of ${name} was made`);
  const { model, graph } = made;
  const spec = changed === undefined ? graph : await tlcGraph(changed, { pinned: false });
  const comparison = compareGraphs(spec, await reducersGraph(model, reducers));
  return explain(name, protocolOf(model), comparison, root).join("\n");
}

describe("the reducers of production", () => {
  it.each(["flat-pair", "el-pair"])("have TLC's graph of %s", async (name) => {
    expect(await said(name, production)).toBe("");
  });
});

describe("a reducer without one conjunct of its guard", () => {
  it.each([
    ["zab", "LeaderProcessRequest", 's.phase === "broadcast"', "LeaderProcessRequest(1, 1)"],
    ["zab", "Restart", "completed <= s.diskQueue.length", "Restart(1, 1)"],
    [
      "zab",
      "LeaderIgnoreACK",
      "isNewLeaderZxid(message.zxid, s.proposedEpoch)",
      "LeaderProcessACK(1, 2)",
    ],
    ["election", "FinalizeTimeout", "s.finalizing", "FinalizeTimeout(1)"],
  ] as const)("%s!%s, %s: %s is named", async (protocol, action, conjunct, label) => {
    const reducers = await reducersWith(protocol, action, (text) => text.replace(conjunct, "true"));
    const text = await said(protocol === "zab" ? "flat-pair" : "el-pair", reducers);
    expect(text).toContain(`first difference, breadth first: ${label} `);
    expect(text).toMatch(
      / {2}spec {5}spec\/\w+\.tla:\d+\n {2}reducer {2}src\/state-machine\/.+\.ts:\d+\n/,
    );
  });

  it("is shown with the state and what the step changes, where the spec disables it", async () => {
    const reducers = await reducersWith("zab", "Restart", (text) =>
      text.replace("completed <= s.diskQueue.length", "true"),
    );
    const lines = (await said("flat-pair", reducers)).split("\n");
    expect(lines[0]).toMatch(
      /^flat-pair: 0 states and 0 edges are only the spec's, .+ only the reducers'$/,
    );
    expect(lines[1]).toContain("Restart(1, 1) is disabled in the spec, and the reducers take it");
    expect(lines[4]).toBe("  in an initial state");
    expect(lines).toContain('    role = <<"LOOKING", "LOOKING">>');
    const end = lines.slice(lines.indexOf("  successor of the spec, what it changes"));
    expect(end.slice(0, 4)).toEqual([
      "  successor of the spec, what it changes",
      "    (not taken)",
      "  successor of the reducers, what it changes",
      "    nRestart = 1",
    ]);
  });
});

describe("a reducer that writes something else", () => {
  it("is shown with the fields in which both successors differ", async () => {
    const reducers = await reducersWith("zab", "FollowerProcessUPTODATE", (text) =>
      text.replace("syncCommitted: 0", "syncCommitted: s.syncCommitted + 1"),
    );
    const text = await said("flat-pair", reducers);
    expect(text).toContain("FollowerProcessUPTODATE(2) leads to different states");
    expect(text).toMatch(/of the spec, where they differ\n {4}syncCommitted = <<0, 0>>\n/);
    expect(text).toMatch(/of the reducers, where they differ\n {4}syncCommitted = <<0, 1>>$/);
  });
});

describe("the spec without one conjunct of a guard", () => {
  it.each([
    [
      "flat-pair",
      "Zab.tla",
      '  /\\ learner[l][f] # "none"\n  /\\ ~Linked(l, f)\n',
      '  /\\ learner[l][f] # "none"\n',
      "LeaderDropLearner(1, 2)",
    ],
    ["el-pair", "Election.tla", "    /\\ finalizing[s]\n", "", "FinalizeTimeout(1)"],
  ])("%s, %s: the step is named", async (name, file, from, to, label) => {
    const copy = copySpec();
    copies.push(copy);
    copy.edit(file, from, to);
    const text = await said(name, production, await loadGraphModel(copy.dir, name));
    expect(text).toContain(`: ${label} is enabled in the spec, and the reducers refuse it`);
  });
});
