import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { cfgInvariants, cfgProperties } from "tla2tools-runner";
import { loadManifest } from "#conformance/models";

const dir = fileURLToPath(new URL("../../../spec/models", import.meta.url));
const { models } = await loadManifest(dir);

/** That one spec implements another has no premise: every step of a run is held against it. */
const REFINEMENTS = new Set(["ZabProjection", "ElectionProjection", "ImplementsAtomicBroadcast"]);

/** What is modelled, with the module that says what is telling there. */
const SUBJECTS = {
  zab: { module: "Vacuity.tla", alone: ["NoHalt"], least: 30 },
  election: { module: "ElectionWitnesses.tla", alone: [], least: 12 },
  composition: { module: "ZabElectionVacuity.tla", alone: [], least: 35 },
};
type Subject = keyof typeof SUBJECTS;
const subjects = Object.keys(SUBJECTS) as Subject[];

function subjectOf({ module }: { readonly module: string }): Subject {
  if (module.includes("ZabElection")) return "composition";
  return module.includes("Election") ? "election" : "zab";
}

/** All that some model of the subject checks, halting included. */
async function propertiesOf(subject: Subject): Promise<readonly string[]> {
  const texts = await Promise.all(
    models
      .filter((model) => subjectOf(model) === subject)
      .map(({ cfg }) => readFile(`${dir}/${cfg}`, "utf8")),
  );
  const found = texts.flatMap((text) => [...cfgInvariants(text), ...cfgProperties(text)]);
  return [...new Set([...SUBJECTS[subject].alone, ...found])];
}

/** The witnesses that models of the subject reach; nightly ones run too seldom to count. */
function reachedIn(subject: Subject): ReadonlySet<string> {
  return new Set(
    models
      .filter((model) => subjectOf(model) === subject && model.tier !== "nightly")
      .flatMap(({ expect: wanted }) => (wanted.kind === "reaches" ? wanted.witnesses : [])),
  );
}

describe.each(subjects)("a property that a model of the %s checks", (subject) => {
  it("has its vacuity witness V_… reached there, and not every night only", async () => {
    const reached = reachedIn(subject);
    const empty = (await propertiesOf(subject))
      .filter((property) => !REFINEMENTS.has(property) && !reached.has(`V_${property}`))
      .map((property) => `${property}: reach V_${property} of ${SUBJECTS[subject].module}`);
    expect(empty).toEqual([]);
  });

  it("is not the only one: the configurations were read", async () => {
    const names = await propertiesOf(subject);
    expect(names).toContain("TypeOK");
    expect(names.length).toBeGreaterThanOrEqual(SUBJECTS[subject].least);
  });
});

describe("the vacuity witnesses of the composition", () => {
  it("are reached exhaustively, but for those that take a second epoch and three voters", () => {
    const exhaustive = new Set(
      models
        .filter((model) => subjectOf(model) === "composition" && model.tier === "ci")
        .flatMap(({ expect: wanted }) => (wanted.kind === "reaches" ? wanted.witnesses : [])),
    );
    const rest = [...reachedIn("composition")].filter(
      (name) => name.startsWith("V_") && !exhaustive.has(name),
    );
    expect(rest.sort()).toEqual(["V_LeaderCompleteness", "V_OneLeaderPerEpoch"]);
  });
});
