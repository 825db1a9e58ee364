import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { edited, loadCatalogue } from "#bugs";
import { production } from "#explorer";
import {
  attempt,
  checkMistakes,
  disagreements,
  editsDigest,
  Finding,
  findingOf,
  isAtOnce,
  isExcluded,
  keptText,
  lineOf,
  mutatedReducers,
  placeOf,
  readKept,
  readMutants,
  scoreOf,
  tableOf,
  withTable,
  type Attempt,
  type Excluded,
  type Mutant,
  type Outcome,
} from "#simulator/mutants";
import { packageRoot } from "../support/package-root.js";

const fileText = (path: string) => readFileSync(new URL(path, packageRoot), "utf8");

const FILE = "simulator/mutants/mutants.json";
const mutants = readMutants(FILE, fileText(FILE));
const KEPT = "docs/judge/reducer-mutants.json";
const kept = readKept(KEPT, fileText(KEPT), Finding);
const tried = mutants.filter((one): one is Exclude<Mutant, Excluded> => !isExcluded(one));

const outcome = (mutant: Mutant, attempts: readonly Attempt[]): Outcome => {
  const finding = findingOf(mutant, null, attempts);
  return { mutant, mistake: "something goes wrong", finding };
};

describe("the mutants of the reducers", () => {
  it("are those of the specs, by name and in their order", () => {
    const told = JSON.parse(fileText("spec/mutants.json")) as { name: string }[];
    expect(mutants.map(({ name }) => name)).toEqual(told.map(({ name }) => name));
  });

  it("each change the reducers at places that are there", async () => {
    const defects = new Set((await loadCatalogue()).map(({ id }) => id));
    for (const mutant of tried) {
      if ("defect" in mutant) {
        expect(defects).toContain(mutant.defect);
        continue;
      }
      const texts = new Map<string, string>();
      for (const { file, ...edit } of mutant.edits) {
        const text = texts.get(file) ?? fileText(`src/state-machine/${file}`);
        texts.set(file, edited(`${mutant.name}, ${file}`, text, edit));
      }
      expect(texts.size).toBeGreaterThan(0);
    }
  });

  const wrong: readonly (readonly [string, string])[] = [
    ["{", "m.json: "],
    ["{}", "m.json: it is no list; write [mutant, …]"],
    ['[{"name":"a"}]', "m.json, mutant 1: nothing beside name; write edits, defect or reason"],
    ['[{"name":"a","edit":[]}]', "m.json, mutant 1: edit beside name"],
    ['[{"name":"a","reason":1}]', "m.json, mutant 1: "],
    ['[{"name":"a","from":0}]', "m.json, mutant 1: from is 0; write a seed, 1 or more"],
  ];
  it.each(wrong)("are refused with their place where the list is wrong: %s", (text, message) => {
    expect(() => readMutants("m.json", text)).toThrow(message);
  });

  it("are refused where an edit fits nothing, or a defect is unknown", async () => {
    const edit = { file: "step.ts", find: ["nowhere to be found"], replace: [] };
    await expect(mutatedReducers({ name: "a", edits: [edit] })).rejects.toThrow(
      "a, step.ts: what begins with",
    );
    await expect(mutatedReducers({ name: "a", defect: "b" })).rejects.toThrow("has no defect b");
  });
});

describe("a run of a mutant", () => {
  const wanted: readonly (readonly [string, number, string])[] = [
    ["ackBeforeSync", 1, "FollowerProcessPROPOSAL: out on the connection of server 1"],
    ["serveInSync", 1, "LeaderProcessRequest is not enabled"],
    ["fsyncLies", 1, "Restart: post.memLen, post.memLast, post.durLen, post.durLast"],
    ["minority", 2, "ReceiveLooking: post.finalizing"],
  ];
  it.each(wanted)("is refused where it goes wrong: %s", async (name, seed, named) => {
    const mutant = tried.find((one) => one.name === name) as (typeof tried)[number];
    const one = await attempt(await mutatedReducers(mutant), seed);
    const recorded = kept.found.find((each) => each.mutant === name);
    if (seed === 1) {
      expect(findingOf(mutant, await editsDigest(mutant), [one])).toEqual(recorded);
    }
    expect(one.verdict).toMatchObject({ verdict: "violates" });
    expect(isAtOnce(one)).toBe(true);
    expect(lineOf(outcome(mutant, [one]))).toContain(named);
    expect(scoreOf([outcome(mutant, [one])])).toEqual({ refused: 1, tried: 1, atOnce: 1 });
  });

  it("is not judged where nothing differs from production", async () => {
    const one = await attempt(production, 2);
    expect(one).toMatchObject({ verdict: null, broken: null });
    expect(one.partings.size).toBe(0);
    const none = outcome({ name: "none", edits: [] }, [one]);
    expect(lineOf(none)).toBe("none: ACCEPTED (1 seeds, 1 without a difference)");
    expect(scoreOf([none])).toEqual({ refused: 0, tried: 1, atOnce: 0 });
  });
});

describe("the record", () => {
  it("is about the mutants and reducers as they stand, and is the table of the page", async () => {
    expect(await checkMistakes()).toBe(0);
    expect(keptText(kept)).toBe(fileText(KEPT));
  });

  it("disagrees with other mutants, edits and reducers, each in a line", () => {
    const edits = new Map(kept.found.map((one) => [one.mutant, one.edits]));
    const [file = "", digest = ""] = Object.entries(kept.reducers)[0] ?? [];
    const { [file]: gone, ...reducers } = kept.reducers;
    expect(disagreements(kept, { edits, reducers: kept.reducers })).toEqual([]);
    const [first = ""] = edits.keys();
    edits.delete("busyDisk");
    edits.set(first, digest).set("new", digest);
    expect(gone).toBe(digest);
    expect(disagreements(kept, { edits, reducers })).toEqual([
      `src/state-machine/${file} is gone since the runs were made`,
      `${first}: tried with other edits`,
      "new: never tried",
      "busyDisk: no such mutant",
    ]);
  });
});

describe("the table", () => {
  it("of the page has a row for each mutant, and enough of them refused", () => {
    const page = fileText("docs/judge.md").split("<!-- reducer mutants -->")[1] ?? "";
    const rows = [...page.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name);
    expect(rows).toEqual(tried.map(({ name }) => name));
    const accepted = page.split("**accepted**").length - 1;
    expect(accepted).toBeLessThanOrEqual(0.05 * rows.length);
  });

  it("shows whom nobody refused, and whom nobody could try", () => {
    const table = tableOf([
      outcome({ name: "a", edits: [] }, []),
      outcome({ name: "b", reason: "it is the network's" }, []),
    ]);
    expect(table).toContain("0 of 1 mutants refused");
    expect(table).toContain("**accepted**");
    expect(table).toContain("- `b`: it is the network's");
    expect(placeOf({ verdict: "cannot tell", reason: "", place: null })).toBe("");
  });

  it("stands between its marks, and nothing else changes", async () => {
    const marks = ["<!-- reducer mutants -->", "<!-- end of reducer mutants -->"];
    const page = `# Page\n\n${marks[0]}\n\nold\n\n${marks[1]}\n\nRest.\n`;
    const filled = await withTable("p.md", page, "new");
    expect(filled).toBe(page.replace("old", "new"));
    await expect(withTable("p.md", "# Page", "new")).rejects.toThrow("p.md: the marks");
  });
});
