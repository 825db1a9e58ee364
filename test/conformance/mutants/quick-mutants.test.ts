// A few known mistakes of the real specs, killed here and now; npm run mutants has them all.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { resolveTools } from "tla2tools-runner";
import { describe, expect, it } from "vitest";
import { loadManifest } from "#conformance/models";
import { judgeHand, loadMutants, readSpec, type Lab } from "#conformance/mutants";

const dir = fileURLToPath(new URL("../../../spec", import.meta.url));

describe("known mistakes", () => {
  it.each(["leaderNoCurE", "staleUp", "minority", "voteZxidOnly"])(
    "%s is caught by the property that its entry names",
    async (name) => {
      const spec = await readSpec(dir);
      const { models } = await loadManifest(join(dir, "models"));
      const mutants = await loadMutants(spec, models);
      const mutant = mutants.find((each) => each.name === name);
      if (mutant === undefined) throw new Error(`no mutant ${name}`);
      const { signal } = new AbortController();
      const lab: Lab = { spec, models, tools: await resolveTools(), signal, cache: null };
      const { verdict, fault } = await judgeHand(lab, mutant, mutants);
      expect(fault).toBeNull();
      expect(mutant.fate).toEqual({ killer: verdict.killer });
    },
  );
});
