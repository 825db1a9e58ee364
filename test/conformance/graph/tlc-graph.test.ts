import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadGraphModel, summarize, tlcGraph } from "#conformance/graph";
import { copySpec, type SpecCopy } from "./support.js";

let spec: SpecCopy;
let tempDir: string;

/** One server: it can elect itself, and die once; nothing more happens without a learner. */
beforeEach(() => {
  spec = copySpec();
  tempDir = mkdtempSync(join(tmpdir(), "tlc-graph-"));
  const models = join(spec.dir, "models");
  const read = (name: string) => readFileSync(join(models, name), "utf8");
  const pair = read("flat-pair.cfg");
  const entries = JSON.parse(read("models.json")) as { cfg: string }[];
  const entry = entries.find(({ cfg }) => cfg === "flat-pair.cfg");
  for (const file of readdirSync(models)) if (file.endsWith(".cfg")) rmSync(join(models, file));
  const cfg = pair
    .replaceAll("{1, 2}", "{1}")
    .replace("MaxTxn = 1", "MaxTxn = 0")
    .replace("MaxBreak = 1", "MaxBreak = 0");
  writeFileSync(join(models, "one.cfg"), cfg);
  const one = { ...entry, cfg: "one.cfg", distinct: 4, generated: 5, depth: 3 };
  writeFileSync(join(models, "models.json"), JSON.stringify([one]));
});
afterEach(() => {
  spec.dispose();
  rmSync(tempDir, { recursive: true, force: true });
});

const graphOf = async () => tlcGraph(await loadGraphModel(spec.dir, "one"), { tempDir });

describe("tlcGraph", () => {
  it("has every state and every step with its parameters, and leaves nothing behind", async () => {
    const graph = await graphOf();
    expect(summarize(graph)).toMatchObject({ initial: 1, states: 4, edges: 4 });
    const at = (hash: string) => {
      const lines = graph.state(hash)?.filter((line) => /^(role|nRestart) /.test(line));
      return lines?.map((line) => line.replace(/.* = /, "")).join(" ");
    };
    const steps = Array.from(graph.edges(), (e) => `${at(e.from)}: ${e.label}: ${at(e.to)}`);
    expect(steps.sort()).toEqual([
      '0 <<"LEADING">>: Restart(1, 0): 1 <<"LOOKING">>',
      '0 <<"LOOKING">>: ElectLeader(1, {1}): 0 <<"LEADING">>',
      '0 <<"LOOKING">>: Restart(1, 0): 1 <<"LOOKING">>',
      '1 <<"LOOKING">>: ElectLeader(1, {1}): 1 <<"LEADING">>',
    ]);
    expect(readdirSync(tempDir)).toEqual([]);
  });

  it("is refused when the instances generate other states than the relation itself", async () => {
    spec.edit("models/models.json", '"generated":5', '"generated":6');
    await expect(graphOf()).rejects.toThrow(/one\.cfg: wanted 6 generated states, found 5$/);
    expect(readdirSync(tempDir)).toEqual([]);
  });

  it("is refused when the name of the step takes part in states", async () => {
    const two = [
      ["VIEW View\n", ""],
      ["Server = {1}", "Server = {1, 2}"],
      ["Voter = {1}", "Voter = {1, 2}"],
    ] as const;
    for (const [from, to] of two) spec.edit("models/one.cfg", from, to);
    await expect(graphOf()).rejects.toThrow(/wanted \d+ states that differ in more than the name/);
  });

  it("says in one line why TLC made none", async () => {
    spec.edit("Zab.tla", "Next ==\n", "Next == (\n");
    await expect(graphOf()).rejects.toThrow(/one\.cfg: TLC made no graph: parse-error: .+$/);
    expect(readdirSync(tempDir)).toEqual([]);
  });

  it("ends TLC when it is interrupted, and leaves nothing behind", async () => {
    const model = await loadGraphModel(spec.dir, "one");
    const signal = AbortSignal.timeout(200);
    await expect(tlcGraph(model, { tempDir, signal })).rejects.toThrow(/no graph: interrupted/);
    expect(readdirSync(tempDir)).toEqual([]);
  });
});

describe("loadGraphModel", () => {
  it.each([
    ["SYMMETRY", "VIEW View", "VIEW View\nSYMMETRY Symmetry", /one\.cfg: SYMMETRY: a graph has/],
    ["a constraint", "VIEW View", "CONSTRAINT Small", /one\.cfg: CONSTRAINT: a graph is finite/],
    ["a formula", "INIT MCInit\nNEXT MCNext", "SPECIFICATION Spec", /write INIT and NEXT$/],
    ["no INIT", "INIT MCInit\n", "", /one\.cfg: INIT is missing: name one operator$/],
    ["an unknown operator", "INIT MCInit", "INIT Begin", /one\.cfg: Begin is not in MCZab/],
    ["an unknown module", '"module":"MCZab"', '"module":"Liveness"', /graphs are those of MCNext/],
    ["named servers", "Server = {1}", "Server = {s1}", /Server is \{s1\}: a graph needs servers/],
    ["no bound", "MaxTxn = 0", "MaxTxn = many", /MaxTxn is many: write a whole number$/],
  ])("refuses %s", async (_, from, to, message) => {
    spec.edit(from.includes("module") ? "models/models.json" : "models/one.cfg", from, to);
    await expect(graphOf()).rejects.toThrow(message);
  });
});
