import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { FolderEvidence, habits, simulate } from "#simulator";
import { Course } from "../../../dist/conformance/judge/course.js";
import { judgedZab } from "../../../dist/conformance/judge/judged-specs.js";
import { Machines } from "../../../dist/conformance/judge/machines.js";
import { specFolder } from "../../../dist/conformance/judge/spec-files.js";
import { Translator } from "../../../dist/conformance/steps/zab.js";
import { openRun } from "../../../dist/conformance/trace/index.js";

/** Values are swept out when there are so many. */
const LIMIT = 150_000;
/** Of each txn: its zxid, the txn, the histories that end in it, and what its primary proposed. */
const VALUES_PER_TXN = 5;
const SOME = 2000;

const folder = mkdtempSync(join(tmpdir(), "zabkeeper-long-"));
const run = join(folder, "run");

beforeAll(() => {
  const evidence = new FolderEvidence(run);
  const { broken } = simulate({
    seed: 5,
    events: 40_000,
    voters: 3,
    observers: 0,
    habits: habits.stormy,
    evidence,
  });
  expect(broken).toBe(null);
  evidence.keep();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("holds no more of a long run than the histories in it", async () => {
  const reader = await openRun(run);
  const translator = new Translator(reader.opened.starts);
  const lease = new Machines().lease();
  const { prepared, begin } = await judgedZab(reader.opened, translator, specFolder(), lease);
  const { machine } = prepared;
  const course = Course.from(machine, begin?.(machine.table) ?? null);
  let mostValues = 0;
  let mostConnections = 0;
  let connections = 0;
  for await (const step of reader.steps()) {
    if (step.spec === "Election") continue;
    if (step.kind === "event" && step.node.event?.a === "FollowLeader") connections += 1;
    expect(course.take(translator.translate(step))).toBe(null);
    mostValues = Math.max(mostValues, machine.table.size);
    mostConnections = Math.max(mostConnections, reader.connections);
  }
  expect(mostValues).toBeLessThan(LIMIT + SOME);
  machine.retain(course.candidates);
  const txns = reader.actions.get("LeaderProcessRequest") ?? 0;
  expect(txns).toBeGreaterThan(2000);
  expect(machine.table.size).toBeLessThan(VALUES_PER_TXN * txns + SOME);
  expect(connections).toBeGreaterThan(400);
  expect(mostConnections).toBeLessThan(1000);
});
