// A guard that the reducers lack is noticed by the judge, by the reducers, or stands in the list.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { edited } from "#bugs";
import { production } from "#explorer";
import {
  attempt,
  clauses,
  type Attempt,
  type Excused,
  type GuardMutant,
  type Trial,
} from "#simulator/mutants";
import { packageRoot } from "../support/package-root.js";

const { fateOf, faultOf, guardMutants, lineOf, mutantsOf, readExcused, scoreText, tableOf } =
  clauses;
const fileText = (path: string) => readFileSync(new URL(path, packageRoot), "utf8");
const LIST = "simulator/mutants/clauses/excused.json";

async function mutantNamed(name: string): Promise<GuardMutant> {
  const found = (await guardMutants()).find((each) => each.name === name);
  if (found === undefined) throw new Error(`no guard ${name}`);
  return found;
}

describe("the guards of the reducers", () => {
  it("are the conjuncts of enabled, and of what says yes or no", () => {
    const text = [
      "function both(s: State): boolean {",
      "  if (s.a) return s.b && s.c;",
      "  return s.d;",
      "}",
      "function one(s: State): boolean { return s.a || s.b; }",
      "function count(s: State): number { return s.a && s.b; }",
      'export const Act = onEvent("Act", {',
      "  enabled: (s) => (s.e && both(s)) && (s.f || s.g) && (s.h ? s.i : s.j && true),",
      "  next: (s) => ({ state: s.k && s.l }),",
      "});",
    ].join("\n");
    const found = mutantsOf("Zab", "zab/Act.ts", text);
    expect(found.map(({ name, condition }) => `${name}: ${condition}`)).toEqual([
      "Zab!both guard 1: s.b",
      "Zab!both guard 2: s.c",
      "Zab!both guard 3: s.d",
      "Zab!Act guard 1: s.e",
      "Zab!Act guard 2: both(s)",
      "Zab!Act guard 3: (s.f || s.g)",
      "Zab!Act guard 4: s.i",
      "Zab!Act guard 5: s.j",
    ]);
    const [edit] = found[5]?.edits ?? [];
    expect(edit?.replace[7]).toBe(
      "  enabled: (s) => (s.e && both(s)) && true && (s.h ? s.i : s.j && true),",
    );
    expect(edit?.find.join("\n")).toBe(text);
  });

  it("are there for every action, and each edit fits", async () => {
    const all = await guardMutants();
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    for (const spec of ["Zab", "Election"]) {
      const actions = fileText(`src/state-machine/${spec.toLowerCase()}/actions.ts`);
      const names = [...actions.matchAll(/export \{ (\w+) \}/g)].map(([, name]) => name);
      expect(names.length).toBeGreaterThan(5);
      const without = names.filter(
        (name) => !all.some((mutant) => mutant.name === `${spec}!${String(name)} guard 1`),
      );
      // A process may start again at any time.
      expect(without).toEqual(spec === "Zab" ? [] : ["Restart"]);
    }
    for (const { name, edits } of all) {
      const [{ file, ...edit }] = edits;
      const text = fileText(`src/state-machine/${file}`);
      expect(edited(name, text, edit)).not.toBe(text);
    }
  });
});

describe("the list of guards that nobody misses", () => {
  it("is about guards that there are, as they stand", async () => {
    expect(readExcused(LIST, fileText(LIST), await guardMutants()).length).toBeGreaterThan(0);
  });

  const known: readonly GuardMutant[] = [
    { name: "Zab!A guard 1", condition: "s.a", edits: [{ file: "a", find: [], replace: [] }] },
  ];
  const entry = { mutant: "Zab!A guard 1", condition: "s.a", reason: "It is so." };
  const wrong: readonly (readonly [string, string])[] = [
    ["{", "l.json: "],
    ["{}", "l.json: it is no list; write [entry, …]"],
    [JSON.stringify([{ ...entry, reason: "" }]), "entry 1: write mutant, condition and reason"],
    [JSON.stringify([{ ...entry, mutant: "B" }]), "entry 1: the reducers have no B; correct it"],
    [JSON.stringify([entry, entry]), "entry 2: Zab!A guard 1 is there twice; delete one"],
    [JSON.stringify([{ ...entry, condition: "s.b" }]), 'is now "s.a"; judge it anew'],
  ];
  it.each(wrong)("is refused with its place where it is wrong: %s", (text, message) => {
    expect(() => readExcused("l.json", text, known)).toThrow(message);
  });
});

describe("a guard that is left out", () => {
  const wanted: readonly (readonly [string, string, RegExp])[] = [
    ["Zab!LeaderProcessRequest guard 2", "refused", /LeaderProcessRequest is not enabled$/],
    ["Zab!DiskComplete guard 1", "stopped", /stopped: an empty disk queue has completed/],
    ["Zab!LeaderAcceptLearner guard 3", "unseen", /FAILED: unseen: make a run that shows it/],
  ];
  it.each(wanted)("%s: %s", async (name, fate, line) => {
    const mutant = await mutantNamed(name);
    const trial: Trial = {
      mutant,
      attempts: await clauses.tried(mutant, 1),
      excused: undefined,
    };
    expect(fateOf(trial)).toBe(fate);
    expect(lineOf(trial)).toMatch(line);
  });

  it("is the only thing that a run shows: production does nothing that it is not asked for", async () => {
    const { partings, broken } = await attempt(production, 1, clauses.unasked(1));
    expect([partings.size, broken]).toEqual([0, null]);
  });
});

describe("what became of it", () => {
  const mutant: GuardMutant = {
    name: "Zab!A guard 1",
    condition: "s.a || s.b",
    edits: [{ file: "a", find: [], replace: [] }],
  };
  const excused: Excused = { mutant: mutant.name, condition: "s.a", reason: "It is so." };
  const run = (differs: boolean, broken: string | null): Attempt => {
    return { seed: 2, partings: new Set(differs ? ["1.1.ndjson:3"] : []), broken, verdict: null };
  };
  const trial = (attempts: readonly Attempt[], by?: Excused): Trial => {
    return { mutant, attempts, excused: by };
  };

  it("is red unless it is missed, or excused and not missed", () => {
    const [stopped, accepted, unseen] = [
      [run(true, "both")],
      [run(true, null), run(false, "both")],
      [run(false, null)],
    ];
    expect([stopped, accepted, unseen].map((attempts) => fateOf({ attempts }))).toEqual([
      "stopped",
      "accepted",
      "unseen",
    ]);
    expect(faultOf(trial(stopped))).toBeNull();
    expect(faultOf(trial(stopped, excused))).toBe(
      "stopped, and listed as excused: delete the entry",
    );
    expect(faultOf(trial(accepted))).toMatch(/^accepted: make a run/);
    expect(faultOf(trial(unseen))).toMatch(/^unseen: make a run/);
    expect(faultOf(trial(unseen, excused))).toBeNull();
  });

  it("is counted and shown", () => {
    const all = [trial([run(true, null)], excused), trial([run(false, null)], excused)];
    expect(scoreText([trial([run(true, "both")])])).toContain("0 of 0 reducers");
    expect(scoreText(all)).toBe(
      "0 of 1 reducers without a guard refused, of those whose runs differ (0.0 %); " +
        "0 more stop themselves, 1 never differ",
    );
    expect(tableOf(all)).toContain("| Zab!A guard 1 | `s.a \\|\\| s.b` | It is so. |");
    expect(tableOf([trial([run(true, "both")])])).toContain("| `s.a \\|\\| s.b` | both |");
  });
});
