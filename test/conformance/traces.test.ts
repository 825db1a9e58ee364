import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkRun, formatVerdict, type Verdict } from "#conformance";
import {
  actionTable,
  digestOf,
  foldersIn,
  mismatch,
  occurrences,
  type Expectations,
  type Expected,
} from "../support/corpus.js";
import { specActions } from "../support/spec-actions.js";

const traces = fileURLToPath(new URL("../../traces", import.meta.url));
const json = (name: string): unknown => JSON.parse(readFileSync(join(traces, name), "utf8"));
const good = foldersIn(join(traces, "good"));
const bad = foldersIn(join(traces, "bad"));
const expected = json("bad/expected.json") as Expectations;
const neverRecorded = json("never-recorded.json") as Readonly<Record<string, string>>;

/** Runs judged at once: one is evaluated while the files of the other are read. */
const AT_ONCE = 2;
/** ms; what all of them may take on a busy machine. */

const folders = [...good.map((name) => `good/${name}`), ...bad.map((name) => `bad/${name}`)];
const digests = new Map(folders.map((folder) => [folder, digestOf(join(traces, folder))]));
const verdicts = new Map<string, Promise<Verdict>>();
const stop = new AbortController();

/** The verdict of a folder; all are under way from the first question on, a few at a time. */
function verdictOf(folder: string): Promise<Verdict> {
  if (verdicts.size === 0) {
    const lanes: Promise<unknown>[] = Array.from({ length: AT_ONCE }, () => Promise.resolve());
    folders.forEach((name, k) => {
      const judged = (lanes[k % AT_ONCE] as Promise<unknown>).then(() =>
        checkRun(join(traces, name), { signal: stop.signal }),
      );
      lanes[k % AT_ONCE] = judged.catch(() => undefined);
      verdicts.set(name, judged);
    });
  }
  return verdicts.get(folder) as Promise<Verdict>;
}

afterAll(() => stop.abort());

describe("the recorded runs", () => {
  it.each(good)("%s conforms", async (name) => {
    const verdict = await verdictOf(`good/${name}`);
    expect(verdict.verdict, formatVerdict(verdict)).toBe("conforms");
    if (verdict.verdict !== "conforms") return;
    expect(verdict.established, "epochs established").toBeGreaterThan(0);
    expect(verdict.committed, "txns committed").toBeGreaterThan(0);
  });

  it("are at least six, and each has two damaged copies or more", () => {
    expect(good.length).toBeGreaterThanOrEqual(6);
    for (const run of good) {
      const copies = Object.values(expected).filter((one) => one.run === run);
      expect(copies.length, `damaged copies of ${run}`).toBeGreaterThanOrEqual(2);
    }
  });
});

describe("the damaged copies", () => {
  it("are those that something is expected of", () => {
    expect(bad).toEqual(Object.keys(expected).sort());
  });

  it("differ from the runs that they are copies of", () => {
    for (const [name, { run }] of Object.entries(expected)) {
      expect(digests.get(`bad/${name}`), name).not.toBe(digests.get(`good/${run}`));
    }
  });

  it.each(Object.entries(expected))("%s is refused for what was done to it", async (name, one) => {
    const verdict = await verdictOf(`bad/${name}`);
    expect(mismatch(one as Expected, verdict), formatVerdict(verdict)).toBe(null);
  });
});

describe("the actions of both specs", () => {
  const counted = new Map<string, ReadonlyMap<string, number>>();
  const seen = new Set<string>();

  beforeAll(async () => {
    for (const name of good) {
      const verdict = await verdictOf(`good/${name}`);
      const count = occurrences(join(traces, "good", name), verdict);
      counted.set(name, count);
      for (const action of count.keys()) seen.add(action);
    }
  });

  it("occur in some run, but for those listed with a reason", () => {
    const absent = specActions().filter((action) => !seen.has(action));
    expect(absent.sort()).toEqual(Object.keys(neverRecorded).sort());
    for (const reason of Object.values(neverRecorded)) expect(reason).toMatch(/\w+ .*\.$/);
  });

  it("are counted as the README says", () => {
    const readme = readFileSync(join(traces, "README.md"), "utf8");
    expect(readme).toContain(actionTable(specActions(), counted));
  });
});

describe("judging", () => {
  it("changes no evidence", async () => {
    for (const folder of folders) await verdictOf(folder);
    for (const folder of folders) {
      expect(digestOf(join(traces, folder)), folder).toBe(digests.get(folder));
    }
  });
});
