// What is written down about the mutants is about the mutants that there are.
import { join } from "node:path";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadManifest } from "#conformance/models";
import {
  ladder,
  loadMutants,
  loadSurvivors,
  loadVerdicts,
  machineMutants,
  mergeVerdicts,
  readSpec,
  renderReport,
  renderVerdicts,
  type Verdict,
} from "#conformance/mutants";

const dir = fileURLToPath(new URL("../../../spec", import.meta.url));

async function everything() {
  const spec = await readSpec(dir);
  const { models } = await loadManifest(join(dir, "models"));
  const clauses = machineMutants(spec);
  return {
    spec,
    models,
    hand: await loadMutants(spec, models),
    clauses,
    survivors: await loadSurvivors(spec, clauses),
    verdicts: await loadVerdicts(dir),
  };
}

describe("the verdicts", () => {
  it("are there for every clause of the specs, as it stands", async () => {
    const { clauses, verdicts } = await everything();
    const judged = verdicts.flatMap(({ name, clause }) =>
      clause === null ? [] : [[name, clause]],
    );
    expect(judged).toEqual(clauses.map(({ id, clause }) => [id, clause]));
  });

  it("say that a clause may be missing only where a reason is listed", async () => {
    const { survivors, verdicts } = await everything();
    const alive = verdicts.filter(({ clause, killer }) => clause !== null && killer === null);
    expect(alive.map(({ name }) => name).sort()).toEqual(
      survivors.map(({ mutant }) => mutant).sort(),
    );
  });

  it("give every known mistake the fate that its entry names", async () => {
    const { hand, verdicts } = await everything();
    const found = verdicts.filter(({ clause }) => clause === null);
    expect(found.map(({ name, killer }) => [name, killer])).toEqual(
      hand.map(({ name, fate }) => [name, "killer" in fate ? fate.killer : null]),
    );
  });

  it("are what the report says", async () => {
    const { hand, survivors, verdicts } = await everything();
    const report = await readFile(join(dir, "mutants-report.md"), "utf8");
    expect(report).toBe(renderReport(verdicts, hand, survivors));
  });
});

describe("verdicts of a part of the mutants", () => {
  const verdict = (name: string, steps: number): Verdict => {
    return { name, clause: null, killer: "X", models: ["m"], steps, distinct: 1, seconds: 1 };
  };

  it("replace the old ones; those of mutants that are gone go", () => {
    const old = [verdict("gone", 1), verdict("b", 1), verdict("a", 1)];
    const merged = mergeVerdicts(["a", "b", "c"], old, [verdict("b", 2)]);
    expect(merged.map(({ name, steps }) => `${name} ${String(steps)}`)).toEqual(["a 1", "b 2"]);
    expect(JSON.parse(renderVerdicts(merged))).toEqual(merged);
  });
});

describe("the models to try", () => {
  it("are those that must pass and have the module: that of the books, then the cheapest", async () => {
    const { spec, models } = await everything();
    const election = ladder({ spec, models }, "Election");
    expect(election).toContain("el-leave");
    expect(election).not.toContain("small");
    expect(election).not.toContain("el-minority");
    expect(election.slice(0, 2)).toEqual(["el-books-pair", "el-books"]);
    const seconds = election
      .slice(2)
      .map((name) => models.find((each) => each.name === name)?.seconds ?? 0);
    expect(seconds).toEqual([...seconds].sort((a, b) => a - b));
  });
});
