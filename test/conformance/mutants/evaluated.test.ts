// Some verdicts of TLC, given again by the evaluator; npm run check:mutants has all of them.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadManifest } from "#conformance/models";
import {
  changesOf,
  loadMutants,
  loadVerdicts,
  machineMutants,
  readSpec,
  type Verdict,
} from "#conformance/mutants";
import { difference, explored, notExplored, questionsOf } from "#conformance/tla-check";

const dir = fileURLToPath(new URL("../../../spec", import.meta.url));
const spec = await readSpec(dir);
const { models } = await loadManifest(join(dir, "models"));
const mutants = {
  spec,
  hand: await loadMutants(spec, models),
  clauses: machineMutants(spec),
};
const verdicts = await loadVerdicts(dir);

function verdictOf(name: string): Verdict {
  const found = verdicts.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no verdict on ${name}`);
  return found;
}

/** Where evaluator and verdict differ, question by question. */
async function differences(verdict: Verdict): Promise<readonly (string | null)[]> {
  const changed = changesOf(mutants, verdict.name);
  const questions = questionsOf(verdict, models);
  if (changed === null || questions === null) throw new Error(`no mutant ${verdict.name}`);
  const found: (string | null)[] = [];
  for (const question of questions) {
    expect(await notExplored(question, spec)).toBeNull();
    found.push(difference(question.answer, await explored(question, spec, changed)));
  }
  return found;
}

describe("the evaluator", () => {
  it.each([
    ["a property that fails, and one behind it", "staleUp", [null, null]],
    ["a halt", "epochNoInc", [null, null]],
    ["a situation that is not reached any more", "Zab!SyncModes guard 2", [null]],
    ["an assumption that is false", "Zab!ZxidBelow guard 1", [null]],
    ["a survivor, of as many states", "Zab!FollowerProcessLEADERINFO guard 2", [null]],
  ])("gives TLC's verdict: %s", async (_, name, same) => {
    expect(await differences(verdictOf(name))).toEqual(same);
  });

  it("says where a verdict is another one", async () => {
    const reached = verdictOf("Zab!LeaderProcessACKLD update phase");
    expect(await differences({ ...reached, killer: "W3" })).toEqual([
      "TLC finds W3, the evaluator W2",
    ]);
    expect(await differences({ ...reached, killer: null })).toEqual([
      "TLC finds nothing, the evaluator W2",
    ]);
    expect(await differences({ ...reached, distinct: 260 })).toEqual([
      "all 260 states in TLC, 261 here",
    ]);
    const stale = verdictOf("staleUp");
    expect(await differences({ ...stale, steps: 4, alone: [] })).toEqual([
      "RoleReset after 4 states in TLC, 3 here",
    ]);
  });

  it("leaves to TLC what it has no words for", async () => {
    const reason = async (name: string) => {
      const [question] = questionsOf({ ...verdictOf("staleUp"), models: [name] }, models) ?? [];
      return question === undefined ? "no model" : await notExplored(question, spec);
    };
    expect(await reason("ze-books")).toBe("an INSTANCE");
    expect(await reason("el-live")).toBe("a temporal property");
    expect(await reason("el-sim-five")).toBe("random walks");
    expect(await reason("el-books")).toBeNull();
    expect(await reason("nowhere")).toBe("no model");
  });
});
