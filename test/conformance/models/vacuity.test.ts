import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { cfgInvariants, cfgProperties } from "tla2tools-runner";
import { loadManifest } from "#conformance/models";

const dir = fileURLToPath(new URL("../../../spec/models", import.meta.url));
const { models } = await loadManifest(dir);

/** That one spec implements another has no premise: every step of a run is held against it. */
const REFINEMENTS = new Set(["ZabProjection", "ElectionProjection", "ImplementsAtomicBroadcast"]);

/** All that some model of Zab checks, halting included, with the first model that does. */
async function properties(): Promise<ReadonlyMap<string, string>> {
  const found = new Map([["NoHalt", "halt"]]);
  for (const { name, cfg, module } of models) {
    if (module.includes("Election")) continue;
    const text = await readFile(`${dir}/${cfg}`, "utf8");
    for (const property of [...cfgInvariants(text), ...cfgProperties(text)]) {
      if (!found.has(property)) found.set(property, name);
    }
  }
  return found;
}

describe("a property that a model checks", () => {
  const daily = models.filter(({ tier }) => tier === "quick" || tier === "ci");

  it("has its vacuity witness V_… in a model of the quick or ci tier", async () => {
    const reached = new Set(daily.flatMap(({ witnesses }) => Object.keys(witnesses ?? {})));
    const empty = [...(await properties())]
      .filter(([property]) => !REFINEMENTS.has(property) && !reached.has(`V_${property}`))
      .map(([property, model]) => `${property} of ${model}: add V_${property} to Vacuity.tla`);
    expect(empty).toEqual([]);
  });

  it("is not the only one: the specs' properties are found in the configurations", async () => {
    const names = [...(await properties()).keys()];
    expect(names).toEqual(
      expect.arrayContaining(["TypeOK", "RoleReset", "EpochsMonotonic", "LeaderForEver", "NoHalt"]),
    );
    expect(names.length).toBeGreaterThanOrEqual(30);
  });
});
