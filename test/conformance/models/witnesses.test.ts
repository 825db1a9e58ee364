import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadManifest } from "#conformance/models";

const dir = fileURLToPath(new URL("../../../spec/models", import.meta.url));
const { models } = await loadManifest(dir);

describe("the witnesses W1 to W19", () => {
  it("are each reached, at a pinned depth, by a model that runs with every change", () => {
    const pinned = models
      .filter(({ tier }) => tier === "quick" || tier === "ci")
      .flatMap(({ witnesses }) => Object.keys(witnesses ?? {}));
    const wanted = Array.from({ length: 19 }, (_, index) => `W${String(index + 1)}`);
    expect(wanted.filter((name) => !pinned.includes(name))).toEqual([]);
  });
});
