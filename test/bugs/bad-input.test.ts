import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { BugsError, changedCfg, defectiveReducers, drive, edited, type Entry } from "#bugs";
import { loadCatalogue, loadSchedule, readCatalogue, show } from "#bugs";
import { production } from "#explorer";
import { packageRoot } from "../support/package-root.js";

const entries = await loadCatalogue();
const some = entries.find(({ id }) => id === "ZOOKEEPER-4646") as Entry;

describe("a catalogue that cannot be read", () => {
  const read = (value: unknown) => () => readCatalogue("list.json", JSON.stringify(value));

  it("is refused with its place and the remedy", () => {
    expect(() => readCatalogue("list.json", "[")).toThrow(/^list.json: .*correct the JSON$/);
    expect(read({})).toThrow("list.json: it is no list; write [entry, …]");
    expect(read([some, some])).toThrow("list.json: ZOOKEEPER-4646 stands there twice; delete one");
    expect(read([{ ...some, modle: "base" }])).toThrow("list.json, entry 1: unknown key modle");
    expect(read([{ ...some, model: 3 }])).toThrow(/^list.json, entry 1: .*model/);
  });
});

describe("an edit", () => {
  it("finds its text once, or is refused", () => {
    const edit = { find: ["a"], replace: ["b"] };
    expect(edited("M", "xax", edit)).toBe("xbx");
    expect(() => edited("M", "aa", edit)).toThrow('M: what begins with "a" is there 2 times');
    expect(() => edited("M", "x", edit)).toThrow('M: what begins with "a" is there 0 times');
    expect(() => edited("M", "x", { find: [""], replace: [] })).toThrow("is there everywhere");
  });

  it("of a file that does not exist is refused", async () => {
    const reducers = [{ file: "zab/None.ts", find: ["a"], replace: ["b"] }];
    const loading = defectiveReducers({ ...some, reducers });
    await expect(loading).rejects.toThrow("there is no src/state-machine/zab/None.ts");
  });
});

describe("a model that an entry changes", () => {
  const cfg =
    "NEXT MCNext\nCHECK_DEADLOCK FALSE\nCONSTANTS\n  A = 1\nINVARIANTS\n  P\n  Q\nPROPERTIES\n  R\n";

  it("is otherwise the one that it was", () => {
    const { edits, ...plain } = {
      ...some,
      constants: { A: "2", B: "<- C" },
      extra: ["S"],
      constraint: "T",
    };
    const entry = { ...plain, edits, only: ["Q"], halt: true };
    expect(changedCfg(cfg, entry).split("\n")).toEqual([
      "NEXT MCNextOrStable",
      "CHECK_DEADLOCK TRUE",
      ...["CONSTANTS", "  A = 2", "INVARIANTS", "  S", "  Q", "CONSTANTS", "  B <- C"],
      ...["ACTION_CONSTRAINT T", ""],
    ]);
    expect(changedCfg(cfg, some)).toBe(cfg);
  });
});

describe("a schedule", () => {
  it("ends where a step is refused, and tells what could be done instead", async () => {
    const schedule = await loadSchedule(some);
    const steps = [
      ...schedule.steps.slice(0, 2),
      { action: "FollowerProcessSNAP", parameters: [1] },
    ];
    const driven = await drive(some, { ...schedule, steps }, production);
    expect(driven).toMatchObject({ taken: 2, refused: steps[2], violated: null });
    expect(driven.enabled.length).toBeGreaterThan(0);
  });

  it("whose further runs are not those of the entry is asked for anew", async () => {
    const entry = entries.find(({ id }) => id === "ZOOKEEPER-3109") as Entry;
    const { further: _, ...schedule } = await loadSchedule(entry);
    await expect(show(entry, schedule)).rejects.toThrow(
      "its schedule has other further runs: npm run bugs -- ZOOKEEPER-3109 --write",
    );
  });

  it("that is not committed is asked for by name", async () => {
    const loading = loadSchedule({ ...some, id: "ZOOKEEPER-0" });
    await expect(loading).rejects.toThrow(
      "docs/bugs/schedules/ZOOKEEPER-0.json is not there: npm run bugs -- ZOOKEEPER-0 --write",
    );
    await expect(loading).rejects.toBeInstanceOf(BugsError);
  });
});

describe("npm run bugs", () => {
  const run = (...args: string[]) => {
    const script = fileURLToPath(new URL("dist/bugs/main.js", packageRoot));
    const { status, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });
    return { status, stderr };
  };

  it("refuses what it does not know", () => {
    const usage = "usage: npm run bugs [-- ISSUE… --write]\n";
    const name = "bugs: no entry of docs/bugs/catalogue.json has the name";
    const near = "did you mean ZOOKEEPER-4643, ZOOKEEPER-4646 or ZOOKEEPER-4685?";
    expect(run("ZOOKEEPER-46")).toEqual({
      status: 64,
      stderr: `${name} ZOOKEEPER-46: ${near}\n${usage}`,
    });
    expect(run("--wrote")).toEqual({
      status: 64,
      stderr: `bugs: Unknown option '--wrote'\n${usage}`,
    });
  });

  it("has a story of every entry", () => {
    for (const entry of entries) {
      expect(entry.story.join("").length).toBeGreaterThan(100);
      expect(entry.ours).not.toBe("");
    }
  });
});
