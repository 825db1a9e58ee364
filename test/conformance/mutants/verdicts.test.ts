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
  formatStale,
  readSpec,
  renderReport,
  renderVerdicts,
  staleMutants,
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

describe("a verdict", () => {
  it("is about the texts that stand here: another text makes it stale, a comment does not", async () => {
    const { spec, models, hand, clauses, verdicts } = await everything();
    const staleIn = async (texts: ReadonlyMap<string, string>) => {
      const mutants = { spec: { ...spec, texts }, hand, clauses };
      return [...(await staleMutants(mutants, models, verdicts))];
    };
    const before = await staleIn(spec.texts);
    const edited = (module: string, from: string, to: string) => {
      const text = spec.texts.get(module) ?? "";
      expect(text).toContain(from);
      return new Map([...spec.texts, [module, text.replace(from, () => to)]]);
    };
    expect(await staleIn(edited("Election", "For the composition", "For one composition"))).toEqual(
      before,
    );
    const after = await staleIn(edited("MCZabElection", "/\\ nResend = 0", "/\\ 0 = nResend"));
    const more = after.filter((name) => !before.includes(name));
    expect(more).toContain("ZabElection!OfZab update A");
    expect(more).toContain("Zab!LeaderAcceptLearner guard 1");
    expect(more.length).toBeLessThan(80);
    expect(verdicts.filter(({ name }) => !after.includes(name)).length).toBeGreaterThan(200);
  });

  it("is missing, or of a model that is gone: both are stale", async () => {
    const { spec, models, hand, clauses, verdicts } = await everything();
    const [first, second, ...others] = verdicts;
    const known = models.filter(({ name }) => name !== second?.models[0]);
    const stale = await staleMutants({ spec, hand, clauses }, known, others);
    expect([...stale].slice(0, 2)).toEqual([first?.name, second?.name]);
    expect(formatStale([])).toBe("mutants: every verdict is about the specs as they stand");
    expect(formatStale(["a"])).toBe(
      "a\nmutants: 1 verdict is missing, or about another text: npm run mutants -- --stale --write",
    );
  });
});

describe("verdicts of a part of the mutants", () => {
  const verdict = (name: string, steps: number): Verdict => {
    return {
      name,
      clause: null,
      killer: "X",
      models: ["m"],
      steps,
      distinct: 1,
      seconds: 1,
      digest: "",
    };
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
    const composition = ladder({ spec, models }, "ZabElection");
    expect(composition.slice(0, 2)).toEqual(["ze-books-observer", "ze-books"]);
    expect(composition.slice(-2)).toEqual(["sim-ze", "ze-three"]);
    expect(composition).toContain("ze-two");
    expect(composition).not.toContain("el-leave");
  });
});
