import { describe, expect, it } from "vitest";
import type { DiskRequest } from "#runtime";
import { type Chance, MemoryFiles } from "../support/memory-files.js";
import { appends, entries, entry, source, Store, zxid } from "../support/store.js";

interface Scenario {
  readonly title: string;
  readonly separate?: boolean;
  /** What earlier processes did, one after the other. */
  readonly before: readonly (readonly DiskRequest[])[];
  readonly replacement: DiskRequest;
}

const twoLogs = [appends(entries(1, 1, 4)), appends(entries(1, 5, 8))];
const behind = (k: number) => appends(entries(1, 1, k));

const scenarios: Scenario[] = [
  {
    title: "a truncation within the newest log",
    before: twoLogs,
    replacement: { kind: "truncate", to: zxid(1, 6), entries: entries(2, 1, 2) },
  },
  {
    title: "a truncation that removes a whole log, on two disks",
    separate: true,
    before: twoLogs,
    replacement: { kind: "truncate", to: zxid(1, 3), entries: entries(2, 1, 1) },
  },
  {
    title: "a truncation without anything to append",
    before: twoLogs,
    replacement: { kind: "truncate", to: zxid(1, 2), entries: [] },
  },
  {
    title: "a truncation to the base snapshot",
    before: twoLogs,
    replacement: { kind: "truncate", to: zxid(0, 0), entries: entries(2, 1, 3) },
  },
  {
    title: "a truncation whose first new txn bears the name of an old log",
    before: twoLogs,
    replacement: { kind: "truncate", to: zxid(1, 4), entries: [entry(1, 5, 20, "n")] },
  },
  {
    title: "a truncation that only adds",
    before: [behind(3)],
    replacement: { kind: "truncate", to: zxid(1, 3), entries: entries(1, 4, 5) },
  },
  {
    title: "an installed snapshot with a log behind it, on two disks",
    separate: true,
    before: twoLogs,
    replacement: {
      kind: "install",
      at: zxid(2, 3),
      snapshot: source("/a", "/b"),
      entries: entries(2, 4, 5),
    },
  },
  {
    title: "an installed snapshot alone, older than the log",
    before: twoLogs,
    replacement: { kind: "install", at: zxid(1, 2), snapshot: source("/a"), entries: [] },
  },
  {
    title: "an installed snapshot in the place of one of its name, and a log likewise",
    before: [
      [{ kind: "install", at: zxid(1, 2), snapshot: source("/o"), entries: entries(1, 3, 4) }],
    ],
    replacement: {
      kind: "install",
      at: zxid(1, 2),
      snapshot: source("/a"),
      entries: [entry(1, 3, 20, "n")],
    },
  },
];

async function prepare({ before, separate = false }: Scenario): Promise<MemoryFiles> {
  const files = new MemoryFiles();
  for (const requests of before) await at(files, separate).process(...requests);
  return files;
}

function at(files: MemoryFiles, separate = false): Store {
  return new Store(files, "/data", separate ? "/log" : "/data");
}

/** Whether the replacement was reported durable, when the process dies at call `dieAt`. */
async function replaceAndDie(files: MemoryFiles, scenario: Scenario, dieAt: number) {
  const disk = at(files, scenario.separate).open();
  files.calls = 0;
  files.dieAt = dieAt;
  await disk.run(scenario.replacement);
  return disk.completed === 1;
}

/** A generator of the same numbers for the same seed. */
function chanceOf(seed: number): Chance {
  let state = seed + 1;
  return (bound) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

function names(files: MemoryFiles): string[] {
  return ["/data/version-2", "/log/version-2"].flatMap((directory) => {
    try {
      return [...files.list(directory).keys()];
    } catch {
      return [];
    }
  });
}

describe.each(scenarios)("$title", (scenario) => {
  const { separate } = scenario;

  /** The states before and after, and how many calls lead from one to the other. */
  async function ends() {
    const prepared = await prepare(scenario);
    const files = prepared.killed();
    const before = at(files.killed(), separate).state();
    expect(await replaceAndDie(files, scenario, Infinity)).toBe(true);
    const after = at(files.killed(), separate).state();
    expect(after).not.toBe(before);
    return { prepared, before, after, calls: files.calls };
  }

  /** What is found is one of these, is found again, and nothing else is left. */
  function expectOneOf(states: readonly string[], crashed: MemoryFiles): void {
    const found = at(crashed, separate).state();
    expect(states).toContain(found);
    expect(at(crashed, separate).state()).toBe(found);
    expect(names(crashed).filter((name) => /^new\.|^replace|tmp$/.test(name))).toEqual([]);
  }

  /** The same, when the process that recovers dies as well, at every call in turn. */
  function expectOneOfTwice(states: readonly string[], crashed: MemoryFiles): void {
    for (let dieAt = 1, done = false; !done; dieAt += 1) {
      const again = crashed.killed();
      again.dieAt = dieAt;
      try {
        at(again, separate).state();
        done = true;
      } catch (error) {
        expect(String(error)).toContain("the process is dead");
      }
      expectOneOf(states, again.killed());
      expectOneOf(states, again.unplugged(chanceOf(dieAt)));
    }
  }

  it("leaves the old or the new history, wherever the process dies, even twice", async () => {
    const { prepared, before, after, calls } = await ends();
    for (let dieAt = 1; dieAt <= calls + 1; dieAt += 1) {
      const files = prepared.killed();
      const durable = await replaceAndDie(files, scenario, dieAt);
      expectOneOfTwice(durable ? [after] : [before, after], files.killed());
    }
  });

  it("leaves the old or the new history, whatever a power cut leaves of it", async () => {
    const { prepared, before, after, calls } = await ends();
    for (let dieAt = 1; dieAt <= calls + 1; dieAt += 1) {
      const files = prepared.killed();
      const durable = await replaceAndDie(files, scenario, dieAt);
      for (let seed = 0; seed < 8; seed += 1) {
        expectOneOf(durable ? [after] : [before, after], files.unplugged(chanceOf(seed * 97)));
      }
    }
  });

  it("is gone on from by the next process", async () => {
    const files = await prepare(scenario);
    await at(files, separate).process(scenario.replacement);
    await at(files, separate).process(...appends([entry(9, 1)]));
    expect(at(files, separate).state()).toMatch(/ 9\.1:xx epochs/);
  });
});

describe("a replacement", () => {
  it("is refused when no snapshot would be left to begin with", async () => {
    const files = new MemoryFiles();
    const store = at(files);
    await store.process(...appends(entries(1, 1, 4)));
    files.renameSync("/data/version-2/snapshot.0", "/data/version-2/snapshot.100000003");
    const disk = store.open();
    await disk.run({ kind: "truncate", to: zxid(1, 2), entries: [] });
    expect(disk.failures).toEqual([
      "the log cannot be cut at 0x100000002: every snapshot is newer",
    ]);
    expect(store.state()).toBe("1.3 [] 1.4:xx epochs 0/0");
  });

  it("stops a start when its journal says what no server ever wrote", () => {
    const files = new MemoryFiles();
    const store = at(files);
    files.put("/data/version-2/replace", Buffer.from("truncate 5\n"));
    expect(() => store.recover()).toThrow(/version-2\/replace: "truncate 5\\n" is nothing this/);
  });
});
