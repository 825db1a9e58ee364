import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeLine, electionParameters, zabParameters } from "#codec";
import { checkRun, checkRunTwice, type Conforms } from "#conformance";
import { production } from "#explorer";
import { FolderEvidence, habits, simulate, type HabitsName, type Simulation } from "#simulator";
import { invariant } from "#state-machine";
import { KeptEvidence } from "./kept-evidence.js";

function kept(changes: Partial<Simulation>): ReadonlyMap<string, readonly string[]> {
  const evidence = new KeptEvidence();
  const habit = habits.stormy;
  simulate({ seed: 1, events: 500, voters: 3, observers: 0, habits: habit, evidence, ...changes });
  return evidence.files;
}

const linesOf = (files: ReadonlyMap<string, readonly string[]>) => [...files.values()].flat();

/** The actions of all lines. */
function actionsOf(files: ReadonlyMap<string, readonly string[]>): Set<string | null> {
  const decoded = linesOf(files).map((line) => decodeLine(line));
  return new Set(decoded.map((line) => (line.ok && line.kind === "event" ? line.event.a : "")));
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "simulator-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("simulate", () => {
  it("records the same lines from the same seed, and others from another", () => {
    const [one, same, other] = [7, 7, 8].map((seed) => linesOf(kept({ seed })));
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
  });

  it("records lines of the trace format, in files that begin with a header and count on", () => {
    const files = kept({ events: 2_000, observers: 1 });
    for (const lines of files.values()) {
      const [header, ...events] = lines.map((line) => decodeLine(line));
      expect(header).toMatchObject({ ok: true, kind: "header" });
      expect(events.map((line) => line.ok && line.kind === "event" && line.event.q)).toEqual(
        events.map((_, k) => k + 1),
      );
    }
    expect(linesOf(files).length - files.size).toBeGreaterThanOrEqual(2_000);
  });

  it("lets every action happen that a server can record", () => {
    const seen = [1, 2, 3].flatMap((seed) => [
      ...actionsOf(kept({ seed, events: 5_000, observers: 1 })),
    ]);
    const all = [...Object.keys(zabParameters), ...Object.keys(electionParameters)];
    expect(all.filter((name) => !seen.includes(name))).toEqual([]);
    expect(seen).not.toContain(null);
  });

  it("ends where the reducers find themselves wrong", () => {
    const step: typeof production.step = (state, event) => {
      invariant(event.kind !== "QuorumLost", () => "nobody counts learners");
      return production.step(state, event);
    };
    const reducers = { ...production, step };
    const evidence = new KeptEvidence();
    const habit = habits.stormy;
    const run = { seed: 1, events: 50_000, voters: 3, observers: 0, habits: habit, evidence };
    const simulated = simulate({ ...run, reducers });
    expect(simulated.broken).toBe("nobody counts learners");
    expect(simulated.events).toBeLessThan(50_000);
  });
});

describe("a simulated run", () => {
  it.each(Object.keys(habits) as HabitsName[])(
    "conforms, whatever its habits: %s",
    async (name) => {
      const evidence = new FolderEvidence(join(folder, name));
      simulate({ seed: 3, events: 1_500, voters: 4, observers: 1, habits: habits[name], evidence });
      evidence.keep();
      const verdict = await checkRun(join(folder, name));
      expect(verdict).toMatchObject({ verdict: "conforms" });
      const { summary } = verdict as Conforms;
      const troubled = habits[name].trouble > 0;
      expect(summary.breaks > 0).toBe(troubled);
      if (habits[name].trouble >= 0.02) expect(summary.restarts).toBeGreaterThan(0);
      expect(summary.electionJudged > 0).toBe(habits[name].votes);
    },
  );

  it("conforms for TLC, too", async () => {
    const evidence = new FolderEvidence(join(folder, "twice"));
    const habit = habits.stormy;
    simulate({ seed: 3, events: 300, voters: 3, observers: 1, habits: habit, evidence });
    evidence.keep();
    const { first, second, agreement } = await checkRunTwice(join(folder, "twice"));
    expect([first.verdict, second.verdict]).toEqual(["conforms", "conforms"]);
    expect(agreement.agree).toBe(true);
  });
});

describe("FolderEvidence", () => {
  it("writes what is kept, whole, and nothing of a run that is dropped", async () => {
    const habit = habits.calm;
    const wanted = { seed: 5, events: 3_000, voters: 3, observers: 0, habits: habit };
    const evidence = new FolderEvidence(join(folder, "kept"));
    simulate({ ...wanted, evidence });
    expect(await readdir(folder)).not.toContain("kept");
    evidence.keep();
    for (const [file, lines] of kept({ ...wanted })) {
      expect(await readFile(join(folder, "kept", file), "utf8")).toBe(lines.join(""));
    }
    const before = await readdir(folder);
    const unwanted = new FolderEvidence(join(folder, "dropped"));
    simulate({ ...wanted, evidence: unwanted });
    unwanted.drop();
    expect(await readdir(folder)).toEqual(before);
  });

  it("refuses a folder that is there", async () => {
    const there = join(folder, "there");
    await writeFile(there, "");
    expect(() => new FolderEvidence(there)).toThrow(`${there} is there already`);
  });
});
