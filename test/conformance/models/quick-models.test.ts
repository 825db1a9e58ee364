import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { resolveTools } from "tla2tools-runner";
import {
  checkModel,
  formatReport,
  loadManifest,
  selectModels,
  timeLimitMs,
} from "#conformance/models";

const dir = fileURLToPath(new URL("../../../spec/models", import.meta.url));
const models = selectModels(await loadManifest(dir), { tier: "quick" });
const tools = await resolveTools();

describe("the specs", () => {
  it("have quick models: some hold, some must fail, some must reach what they are about", () => {
    expect(new Set(models.map(({ expect: { kind } }) => kind))).toEqual(
      new Set(["ok", "violates", "reaches"]),
    );
  });

  for (const model of models) {
    const timeout = timeLimitMs(model) + 10_000;
    it(`show in ${model.name} what the manifest says`, { timeout }, async ({ signal }) => {
      const report = await checkModel(model, { dir, tools, signal });
      expect(report.reasons, formatReport(report)).toEqual([]);
    });
  }
});
