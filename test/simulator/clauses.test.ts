// A guard that the reducers lack is noticed by the judge, by the reducers, or stands in the list.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { edited } from "#bugs";
import { production } from "#explorer";
import {
  attempt,
  clauses,
  type Attempt,
  digestOf,
  keptText,
  readKept,
  type Excused,
  type GuardMutant,
} from "#simulator/mutants";
import { packageRoot } from "../support/package-root.js";

const { Finding, disagreements, fateOf, faultOf, findingOf, guardMutants } = clauses;
const { lineOf, mutantsOf, readExcused, scoreText, tableOf } = clauses;
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

const KEPT = "docs/judge/reducer-guards.json";
const kept = readKept(KEPT, fileText(KEPT), Finding);

describe("a guard that is left out", () => {
  // Whatever moves the schedules or the judge's words makes these other findings.
  const wanted = [
    "Zab!isSound guard 3",
    "Election!StartElection guard 2",
    "Zab!DiskComplete guard 1",
  ];
  it.each(wanted)("comes to what is recorded: %s", async (name) => {
    const mutant = await mutantNamed(name);
    const recorded = kept.found.find(({ guard }) => guard === name);
    const attempts = await clauses.tried(mutant, recorded?.seed ?? 1);
    expect(findingOf({ mutant, attempts }, kept.seeds)).toEqual(recorded);
  });

  it("is red where nothing shows it and no reason is listed", async () => {
    const mutant = await mutantNamed("Zab!LeaderAcceptLearner guard 3");
    const finding = findingOf({ mutant, attempts: await clauses.tried(mutant, 1) }, 1);
    expect(finding).toMatchObject({ fate: "unseen", runs: 1, seed: null, at: null, said: null });
    expect(lineOf(finding, undefined)).toMatch(/FAILED: unseen: make a run that shows it/);
  });

  it("is the only thing that a run shows: production does nothing that it is not asked for", async () => {
    const { partings, broken } = await attempt(production, 1, clauses.unasked(1));
    expect([partings.size, broken]).toEqual([0, null]);
  });
});

describe("the record of the guards", () => {
  it("is about the reducers as they stand, and is the table of the page", async () => {
    expect(await clauses.checkClauses()).toBe(0);
  });

  it("disagrees with other reducers, guards and reasons, each in a line", async () => {
    const guards = await guardMutants();
    const excused = readExcused(LIST, fileText(LIST), guards);
    const [file = "", digest = ""] = Object.entries(kept.reducers)[0] ?? [];
    const [first, ...others] = guards;
    if (first === undefined) throw new Error("no guard");
    const refused = kept.found.find(({ fate }) => fate === "refused")?.guard ?? "";
    const wrong = disagreements(kept, {
      guards: [{ ...first, condition: "s.other" }, ...others],
      reducers: { ...kept.reducers, [file]: `${digest}0`, "zab/New.ts": digest },
      excused: [...excused.slice(1), { mutant: refused, condition: "", reason: "It is so." }],
    });
    expect(wrong).toEqual([
      `src/state-machine/${file} is changed since the runs were made`,
      "src/state-machine/zab/New.ts is new since the runs were made",
      `${first.name}, s.other: never tried`,
      `${first.name}, ${first.condition}: no such guard`,
      expect.stringMatching(/unseen: make a run|accepted: make a run/),
      `${refused}: refused, and listed as excused: delete the entry`,
    ]);
  });

  it("is read back as it was written, or refused with its place", () => {
    expect(readKept(KEPT, keptText(kept), Finding)).toEqual(kept);
    expect(keptText(kept)).toBe(fileText(KEPT));
    expect(() => readKept("g.json", "{", Finding)).toThrow(/^g.json: .*write it anew/);
    const other = keptText({ ...kept, found: [{ guard: "Zab!A guard 1" }] });
    expect(() => readKept("g.json", other, Finding)).toThrow(/^g.json: .*condition/);
  });

  it("knows a reducer by what it does, not by its comments", () => {
    const text = "/** a */\nexport const a = 1; // b\n";
    expect(digestOf("a.ts", "// other\nexport const a = 1;")).toBe(digestOf("a.ts", text));
    expect(digestOf("a.ts", text.replace("1", "2"))).not.toBe(digestOf("a.ts", text));
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
    expect(faultOf("stopped", undefined)).toBeNull();
    expect(faultOf("stopped", excused)).toBe("stopped, and listed as excused: delete the entry");
    expect(faultOf("accepted", undefined)).toMatch(/^accepted: make a run/);
    expect(faultOf("unseen", undefined)).toMatch(/^unseen: make a run/);
    expect(faultOf("unseen", excused)).toBeNull();
  });

  it("is counted and shown", () => {
    const finding = (...attempts: readonly Attempt[]) => findingOf({ mutant, attempts }, 9);
    const [stopped, all] = [
      finding(run(true, "both")),
      [finding(run(true, null)), finding(run(false, null))],
    ];
    expect(stopped).toMatchObject({ fate: "stopped", runs: 9, seed: 2, at: null, said: "both" });
    expect(scoreText([stopped])).toContain("0 of 0 reducers");
    expect(scoreText(all)).toBe(
      "0 of 1 reducers without a guard refused, of those whose runs differ (0.0 %); " +
        "0 more stop themselves, 1 never differ",
    );
    expect(tableOf(all, [excused])).toContain("| Zab!A guard 1 | `s.a \\|\\| s.b` | It is so. |");
    expect(tableOf([stopped], [])).toContain("| `s.a \\|\\| s.b` | both |");
    expect(lineOf(stopped, undefined)).toBe("Zab!A guard 1: stopped: both");
  });
});
