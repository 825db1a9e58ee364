import { describe, expect, it } from "vitest";
import { explore, production } from "#explorer";
import { modelNamed, pinned } from "./models.js";

describe("the states of the production reducers", () => {
  it.each(["tiny", "any", "small", "small-snap", "observer", "four-voters-calm"])(
    "of %s are as many as TLC finds of the spec, and as far away",
    async (name) => {
      const found = await explore(modelNamed(name), { reducers: production });
      const { distinct, depth } = pinned(name);
      expect(found).toMatchObject({ distinct, depth, counterexample: null, complete: true });
    },
  );

  it.each([1, 2, 3])("are the same for %d workers", async (workers) => {
    const found = await explore(modelNamed("observer"), { workers });
    const { distinct, depth } = pinned("observer");
    expect(found).toMatchObject({ distinct, depth, counterexample: null, complete: true });
  });

  it("are no fewer when the table of states has to grow in the middle of a level", async () => {
    const found = await explore(modelNamed("el-d"), { workers: 2 });
    const { distinct, depth } = pinned("el-d");
    expect(distinct).toBeGreaterThan(2 ** 16 * 0.7);
    expect(found).toMatchObject({ distinct, depth, counterexample: null, complete: true });
  });

  it.each(["DIFF", "TRUNC", "SNAP"] as const)(
    "keep all properties where every learner is to be synchronised by %s, fit or not",
    async (mode) => {
      const reducers = { ...production, syncModeFor: () => mode };
      const found = await explore(modelNamed("observer"), { reducers });
      expect(found.counterexample).toBeNull();
      // Nobody has anything to cut here, so nobody is synchronised by TRUNC, and nothing is served.
      expect(found.depth > 40).toBe(mode !== "TRUNC");
    },
  );
});
