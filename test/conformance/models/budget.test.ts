import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { formatBudgets, loadManifest, overdrawn, type ModelReport } from "#conformance/models";

const dir = fileURLToPath(new URL("../../../spec/models", import.meta.url));
const { models } = await loadManifest(dir);

/** A report of the quick model `small` that took so many minutes, on so many cores. */
function took(minutes: number, change: object = {}): ModelReport {
  const small = models.find(({ name }) => name === "small");
  const report = { model: { ...small, ...change }, result: { durationMs: minutes * 60_000 } };
  return { ...report, reasons: [] } as unknown as ModelReport;
}

describe("the budget of a tier", () => {
  it("is kept by the manifest: what all its models generate is bounded", () => {
    expect(overdrawn(models)).toEqual([]);
  });

  it("is overdrawn by a model too many, in a line that names tier, both figures and remedy", () => {
    const [first] = models.filter(({ tier }) => tier === "ci");
    const more = [...models, { ...first, generated: 10_000_000 }] as typeof models;
    expect(overdrawn(more)).toEqual([
      expect.stringMatching(
        /^tier ci generates 1\d,\d{3},\d{3} states, of 10,000,000: move models to another tier$/,
      ),
    ]);
  });

  it("is in the line of the tier's time, on two cores whatever worked", () => {
    expect(formatBudgets([took(1), took(1)])).toEqual(["tier quick: 1.0 min on 2 cores, of 2 min"]);
    expect(formatBudgets([took(1, { workers: 4 })])).toEqual([
      "tier quick: 1.0 min on 2 cores, of 2 min",
    ]);
    expect(formatBudgets([took(9, { tier: "simulation" })])).toEqual([
      "tier simulation: 4.5 min on 2 cores",
    ]);
  });

  it("has a line of its own where it is exceeded", () => {
    expect(formatBudgets([took(3), took(2)])).toEqual([
      "tier quick: 2.5 min on 2 cores, of 2 min",
      "tier quick exceeds its budget of 2 min: move models to another tier",
    ]);
  });
});
