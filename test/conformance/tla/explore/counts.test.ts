import { describe, expect, it } from "vitest";
import { explore } from "#conformance/tla";
import { compiled, expected } from "../support/models.js";

// TLC's counts, as the manifest pins them. base, with half a million states, is in the bench.
const MODELS = ["tiny", "any", "flat-pair", "el-pair", "observer", "small-snap"];

describe("the explorer", () => {
  it.each(MODELS)("finds the states, steps and depth that TLC finds of %s", (name) => {
    const { config, program } = compiled(name);
    const { distinct, generated, depth } = expected(name);
    expect(explore(program, config)).toEqual({
      distinct,
      generated,
      depth,
      complete: true,
      violation: null,
    });
  });
});
