import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { checkRun, formatVerdict, type Verdict, type Violates } from "#conformance";
import { randomWalk } from "../../support/random-walk.js";
import { edited, filesOf, find, temporaryFolder, written } from "../support.js";

const project = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

async function violation(verdict: Promise<Verdict>): Promise<Violates> {
  const found = await verdict;
  if (found.verdict !== "violates") throw new Error(formatVerdict(found));
  return found;
}

const bad = (name: string) => violation(checkRun(project(`traces/bad/${name}`)));

/** A copy of the spec with one passage replaced. */
function specWith(file: string, before: string, after: string): string {
  const folder = join(temporaryFolder("spec"), "spec");
  cpSync(project("spec"), folder, { recursive: true });
  const text = readFileSync(join(folder, file), "utf8");
  expect(text).toContain(before);
  writeFileSync(join(folder, file), text.replace(before, after));
  return folder;
}

describe("an action that is not enabled", () => {
  it("is explained by its false guard, with the values on both sides", async () => {
    const { reason, clause, places, candidates } = await bad("minority-partition-ack-renamed");
    expect(reason).toBe("not enabled");
    expect(clause).toMatchObject({
      action: "LeaderIgnoreACK",
      file: "spec/Zab.tla",
      text: "Head(toLeader[f]).zxid = NewLeaderZxid(proposedEpoch[l])",
      holds: false,
    });
    expect(clause?.values.map(({ text }) => text)).toEqual([
      "Head(toLeader[f]).zxid",
      "NewLeaderZxid(proposedEpoch[l])",
    ]);
    const line = clause?.line ?? 0;
    const text = readFileSync(project("spec/Zab.tla"), "utf8").split("\n")[line - 1];
    expect(text).toContain(clause?.text);
    expect(places?.spec?.text).toBe("LeaderIgnoreACK(l, f) ==");
    const { file = "", line: mirrored = 0 } = places?.reducer ?? {};
    const reducer = readFileSync(project(file), "utf8").split("\n")[mirrored - 1];
    expect(reducer).toContain("@spec Zab!LeaderIgnoreACK");
    expect(candidates).toBe(1);
  });

  it("names the line that changed what the guard reads, and what was said before", async () => {
    const { clause, history = [], step } = await bad("minority-partition-ack-renamed");
    expect(clause?.changed?.place.file).toContain("minority-partition-ack-renamed");
    expect(history.length).toBeGreaterThan(0);
    expect(history.length).toBeLessThanOrEqual(8);
    const received = history.find((one) => one.received?.line === step.place.line);
    expect(received).toMatchObject({ to: step.server, text: expect.stringMatching(/^ACK\(/) });
  });

  it("says which action would be allowed and does what was recorded", async () => {
    const { next = [], enabled } = await bad("minority-partition-ack-renamed");
    expect(next.join()).toMatch(/^LeaderProcessACK\(l = 3, f = 2\) is allowed here/);
    expect(enabled.join()).toContain("LeaderProcessACK(l = 3, f = 2)");
  });

  it("names near misses that lack one clause", async () => {
    const { nearMisses = [] } = await bad("follower-restarted-lines-swapped");
    for (const { clause } of nearMisses) expect(clause.holds).toBe(false);
    expect(nearMisses.length).toBeLessThanOrEqual(3);
  });

  it("is refused for a parameter that Next does not have", async () => {
    const run = filesOf(randomWalk({ seed: 3, steps: 300 }).texts());
    const at = find(run, ({ a }) => a === "FollowLeader");
    const alone = new Map([[at.name, (run.get(at.name) ?? []).slice(0, at.line)]]);
    const named = (c: string) => c.replace(/^\d+-/, "9-");
    const stranger = edited(alone, at, (line) => {
      line.p.l = 9;
      line.conn.c = named(line.conn.c);
      for (const carried of line.out) carried.c = named(carried.c);
    });
    const { reason, clause } = await violation(checkRun(written(stranger)));
    expect(reason).toBe("not enabled");
    expect(clause).toMatchObject({ file: "spec/traces/StepZab.tla", holds: false });
    expect(clause?.text).toContain("e[3][2] \\in Server");
  });
});

describe("a step that does something else", () => {
  it("is explained by the assignment responsible, and the branch that led to it", async () => {
    const { fields, next = [] } = await bad("steady-writes-commit-raised");
    expect(fields).toHaveLength(1);
    expect(fields[0]).toMatchObject({
      name: "post.committed",
      assignment: { file: "spec/Zab.tla", text: "committed' = [committed EXCEPT ![f] = next]" },
      path: [{ text: 'phase[f] = "broadcast"', value: "TRUE" }],
    });
    expect(next.join()).toMatch(
      /^compare spec\/Zab.tla:\d+ with src\/state-machine\/.*FollowerProcessCOMMIT.ts:\d+: post/,
    );
    const { before, recorded, expected } = fields[0] ?? {};
    expect(Number(expected)).toBe(Number(before) + 1);
    expect(Number(recorded)).toBe(Number(expected) + 1);
  });

  it("is shown with a message that was not to be sent", async () => {
    const { fields } = await bad("steady-writes-ack-early");
    expect(fields.map(({ name }) => name)).toEqual(["out on the connection of server 2"]);
    expect(fields[0]).toMatchObject({
      expected: "nothing",
      recorded: expect.stringMatching(/ACK/),
    });
  });
});

describe("a property that is false", () => {
  it("is explained by the server for which it is, and its values", async () => {
    const specDir = specWith(
      "Properties.tla",
      "currentEpoch[s] <= acceptedEpoch[s]",
      "currentEpoch[s] < 1",
    );
    const run = project("traces/good/steady-writes");
    const { reason, properties, property } = await violation(checkRun(run, { specDir }));
    expect(reason).toBe("property");
    expect(properties).toEqual(["Z14 EpochOrder"]);
    expect(property).toMatchObject({
      name: "Z14",
      title: "EpochOrder",
      text: "currentEpoch[s] < 1",
    });
    expect(property?.witnesses.map(({ text }) => text)).toEqual(["s"]);
    expect(property?.values).toEqual([{ text: "currentEpoch[s]", value: "1" }]);
  });

  it("may be one of a step", async () => {
    const specDir = specWith(
      "traces/StepZab.tla",
      "currentEpoch'[s] >= currentEpoch[s]",
      "currentEpoch'[s] <= currentEpoch[s]",
    );
    const run = project("traces/good/steady-writes");
    const { property } = await violation(checkRun(run, { specDir }));
    expect(property).toMatchObject({
      name: "Z15",
      title: "EpochsGrow",
      text: "currentEpoch'[s] <= currentEpoch[s]",
    });
  });
});
