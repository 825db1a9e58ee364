import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { foldersIn } from "../../support/corpus.js";
import { randomWalk } from "../../support/random-walk.js";
import { dice } from "../../support/recorded-ensemble.js";
import { filesOf, written, type Files } from "../support.js";
import { damaged } from "./damage.js";
import { differences } from "./support.js";

const traces = fileURLToPath(new URL("../../../traces", import.meta.url));

describe("the stream, beside the whole run at hand", () => {
  const committed = ["good", "bad"].flatMap((kind) =>
    foldersIn(join(traces, kind)).map((name) => join(kind, name)),
  );

  it.each(committed)("has the same lines, or stops for the same reason, in %s", async (folder) => {
    expect(await differences(join(traces, folder))).toEqual([]);
  });

  const walk = (seed: number) => {
    const servers = Array.from({ length: 3 + (seed % 3) }, (_, k) => k + 1);
    const voters = servers.slice(0, seed % 2 === 0 ? 3 : servers.length);
    const steps = 150 + 50 * (seed % 5);
    return filesOf(randomWalk({ seed, steps, servers, voters, trouble: seed % 6 }).texts());
  };

  it("has the same lines in runs of the reducers with every kind of trouble", async () => {
    for (let seed = 0; seed < 30; seed += 1) {
      expect(await differences(written(walk(seed))), `seed ${String(seed)}`).toEqual([]);
    }
  });

  it("stops for the same reason where such a run is damaged", async () => {
    for (let seed = 0; seed < 40; seed += 1) {
      const files = walk(seed);
      const what = damaged(files, dice(seed));
      expect(await differences(written(files)), `seed ${String(seed)}, ${what}`).toEqual([]);
    }
  });

  it("stops for the same reason where a recorded run is damaged", async () => {
    const runs = foldersIn(join(traces, "good"));
    for (let seed = 0; seed < 90; seed += 1) {
      const folder = join(traces, "good", runs[seed % runs.length] as string);
      const texts = readdirSync(folder).map(
        (name) => [name, readFileSync(join(folder, name), "utf8")] as const,
      );
      const files: Files = filesOf(new Map(texts));
      const what = damaged(files, dice(seed));
      expect(await differences(written(files)), `seed ${String(seed)}, ${what}`).toEqual([]);
    }
  });
});
