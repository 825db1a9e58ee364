import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { reducersGraph } from "#agreement";
import {
  certify,
  differences,
  loadGraphModel,
  readCertificate,
  summarize,
  type Certificate,
} from "#conformance/graph";
import { specDir } from "../conformance/graph/support.js";
import { root } from "./support.js";

const dir = join(root, "certificates");
const names = readdirSync(dir)
  .filter((file) => file.endsWith(".json"))
  .map((file) => file.slice(0, -5));

/** The certificates whose graphs are made here on one side; `npm run check:graph` makes all. */
const MADE_HERE = ["flat-small", "el-leave", "flat-any", "flat-observer", "flat-tiny"];

describe("certificates", () => {
  it("cover Zab and Election with 100,000 states and more, an observer, and snapshots", async () => {
    const states: Record<string, number> = {};
    for (const name of names) states[name] = (await readCertificate(dir, name)).states;
    expect(states["flat-small"]).toBeGreaterThanOrEqual(100_000);
    expect(states["el-leave"]).toBeGreaterThanOrEqual(100_000);
    const cfg = (name: string) => readFileSync(join(specDir, "models", `${name}.cfg`), "utf8");
    expect(names.filter((name) => cfg(name).includes("SnapWindow = 0"))).toEqual(["flat-snap"]);
    expect(names.filter((name) => cfg(name).includes("Voter = {1, 2}\n  Value"))).toContain(
      "flat-observer",
    );
    expect(names.filter((name) => cfg(name).includes('"any"'))).toEqual(["flat-any"]);
  });

  it.each(names)("%s is about the present spec and configuration", async (name) => {
    const { specDigest, cfgDigest } = await loadGraphModel(specDir, name);
    expect(differences(await readCertificate(dir, name), { specDigest, cfgDigest }, name)).toEqual(
      [],
    );
  });

  it.each(names)("%s has the manifest's count of states", async (name) => {
    const { entry } = await loadGraphModel(specDir, name);
    expect((await readCertificate(dir, name)).states).toBe(entry.distinct);
  });
});

describe("the reducers' graph", () => {
  it.each(MADE_HERE)("of %s is the certified one", async (name) => {
    const model = await loadGraphModel(specDir, name);
    const found: Certificate = certify(model, summarize(await reducersGraph(model)));
    expect(differences(await readCertificate(dir, name), found, name)).toEqual([]);
  });
});
