import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { type Entry, loadCatalogue, loadSchedule, pagesOf, show, staleOf } from "#bugs";
import type { Shown } from "#bugs";
import { edited } from "#bugs";
import { packageRoot } from "../support/package-root.js";

const entries: readonly Entry[] = await loadCatalogue();
const shown = new Map<string, Shown>();

/** The issues that the project set out to express. */
const WANTED = [
  ...[1419, 1549, 1732, 1805, 1818, 2307, 2354, 2845, 2846, 2959, 3023, 3104, 3109, 3526, 3537],
  ...[3642, 3911, 4352, 4394, 4643, 4646, 4685, 4712, 4785, 4925, 5094],
];

const fileText = (path: string) => readFileSync(new URL(path, packageRoot), "utf8");

interface Mutant {
  readonly name: string;
  readonly killer?: string;
  readonly issues?: readonly string[];
  readonly together?: readonly string[];
  readonly edits?: readonly { module: string; find: unknown; replace: unknown }[];
}

describe("the catalogue of bugs", () => {
  beforeAll(async () => {
    for (const entry of entries) shown.set(entry.id, await show(entry, await loadSchedule(entry)));
  });

  it("has every issue that was set out, and both finds", () => {
    const issues = entries.flatMap((entry) => entry.issues);
    for (const issue of WANTED) expect(issues).toContain(`ZOOKEEPER-${issue}`);
    const own = entries.filter((entry) => entry.issues.length === 0).map(({ id }) => id);
    expect(own).toEqual(["acknowledgement-outlives-connection", "memory-behind-disk"]);
  });

  it.each(entries)("edits one place each in the specs and the reducers: $id", (entry) => {
    expect(entry.edits).not.toEqual([]);
    const texts = new Map<string, string>();
    for (const { module, ...edit } of entry.edits) {
      const path = `spec/${module.startsWith("MC") ? "models/" : ""}${module}.tla`;
      texts.set(path, edited(path, texts.get(path) ?? fileText(path), edit));
    }
    for (const [path, text] of texts) expect(text).not.toBe(fileText(path));
  });

  it.each(entries)("breaks $property in reducers with the defect of $id", async (entry) => {
    const { schedule, defective } = shown.get(entry.id) as Shown;
    expect(schedule.property).toBe(entry.property);
    expect(defective.violated).toEqual({
      property: entry.property,
      after: schedule.steps.length,
    });
  });

  it.each(entries)("leaves every property of the production reducers intact: $id", (entry) => {
    const { production, schedule } = shown.get(entry.id) as Shown;
    expect(production.violated).toBeNull();
    expect(production.refused === null).toBe(production.taken === schedule.steps.length);
  });

  it("has further runs that show what they are there for", () => {
    const runs = entries.flatMap((entry) => {
      const { schedule, further } = shown.get(entry.id) as Shown;
      return (entry.further ?? []).map((wanted, k) => {
        const { distinct = 0, steps, depth = null } = schedule.further?.[k] ?? { steps: [] };
        expect(distinct).toBeGreaterThan(1_000);
        // A whole search has a depth and no counterexample, the others have it the other way.
        expect([depth === null, steps.length > 0]).toEqual(Array(2).fill(wanted.property !== null));
        expect(further[k]?.violated?.property ?? null).toBe(wanted.property);
        return [entry.id, wanted.defect, wanted.property];
      });
    });
    expect(runs).toEqual([
      ["ZOOKEEPER-3537", true, null],
      ["ZOOKEEPER-3537", true, null],
      ["ZOOKEEPER-3109", false, "AgreePerRound"],
    ]);
  });

  it("breaks what kills the mutant with the same edit, unless it asks for less", () => {
    const mutants = JSON.parse(fileText("spec/mutants.json")) as readonly Mutant[];
    const killers = new Map(mutants.map(({ name, killer }) => [name, killer]));
    const same = entries.filter(({ mutant, only }) => mutant !== null && only === undefined);
    expect(same.length).toBeGreaterThanOrEqual(5);
    const both = same.map(({ id, mutant }) => [id, killers.get(mutant ?? "")]);
    expect(same.map(({ id, property }) => [id, property])).toEqual(both);
    const issues = new Set(mutants.flatMap((mutant) => mutant.issues ?? []));
    const told = new Set(entries.flatMap((entry) => entry.issues));
    expect([...issues].filter((issue) => !told.has(issue))).toEqual([]);
  });

  it("has the pages that these runs make, and no others", async () => {
    expect(await staleOf(await pagesOf(entries, shown))).toEqual([]);
  });

  it.each(entries.filter(({ mutant }) => mutant !== null))(
    "shares the edit of $id with the mutant $mutant",
    (entry) => {
      const mutants = JSON.parse(fileText("spec/mutants.json")) as readonly Mutant[];
      const named = (name: string): readonly Mutant[] => {
        const found = mutants.filter((one) => one.name === name);
        return found.flatMap((one) => one.together?.flatMap(named) ?? [one]);
      };
      const lines = (text: unknown) => (Array.isArray(text) ? text.join("\n") : text);
      const theirs = named(entry.mutant ?? "").flatMap(({ edits = [] }) =>
        edits.map(({ module, find, replace }) => [module, lines(find), lines(replace)]),
      );
      const ours = entry.edits.map(({ module, find, replace }) => [
        module,
        lines(find),
        lines(replace),
      ]);
      expect(theirs).toEqual(ours);
    },
  );
});
