import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { State, Value } from "#conformance/tla";
import { FolderEvidence, habits, simulate } from "#simulator";
import { Changes } from "../../../dist/conformance/judge/changes.js";
import { Course } from "../../../dist/conformance/judge/course.js";
import { judgedZab } from "../../../dist/conformance/judge/judged-specs.js";
import type { Machine } from "../../../dist/conformance/judge/machine.js";
import { Machines } from "../../../dist/conformance/judge/machines.js";
import { specFolder } from "../../../dist/conformance/judge/spec-files.js";
import { Translator } from "../../../dist/conformance/steps/zab.js";
import { openRun } from "../../../dist/conformance/trace/index.js";

// A property that is looked at in parts, against the whole of it: on the states of a run, with
// what some servers hold replaced by what was held at another time, or by another server.

const folder = mkdtempSync(join(tmpdir(), "zabkeeper-parts-"));
const run = join(folder, "run");
const EVENTS = 1_000;

beforeAll(() => {
  const evidence = new FolderEvidence(run);
  const { broken } = simulate({
    seed: 11,
    events: EVENTS,
    voters: 3,
    observers: 1,
    habits: habits.stormy,
    evidence,
  });
  expect(broken).toBe(null);
  evidence.keep();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The same numbers every time. */
function chance(): (below: number) => number {
  let seed = 7;
  return (below) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (seed >>> 8) % below;
  };
}

async function statesOf(machine: Machine, course: Course, states: State[]): Promise<void> {
  const reader = await openRun(run);
  const translator = new Translator(reader.opened.starts);
  for await (const step of reader.steps()) {
    if (step.spec === "Election") continue;
    expect(course.take(translator.translate(step))).toBe(null);
    states.push(...course.candidates);
  }
  expect(machine.servers).toHaveLength(4);
}

it("finds false in parts what is false as a whole", async () => {
  const { opened } = await openRun(run);
  const translator = new Translator(opened.starts);
  const lease = new Machines().lease();
  const { prepared, begin } = await judgedZab(opened, translator, specFolder(), lease);
  const { machine } = prepared;
  const { table, servers, properties } = machine;
  const states: State[] = [];
  await statesOf(machine, Course.from(machine, begin?.(table) ?? null), states);
  const changes = new Changes(table, machine.evaluator.variables.length, servers);
  const draw = chance();
  const refused = new Map<string, number>();
  const truth = (judge: () => boolean): boolean | null => {
    try {
      return judge();
    } catch {
      return null;
    }
  };
  const isTrueOf = (name: string, state: State) =>
    properties.some((one) => one.name === name && one.holds(state, state, null));
  for (const before of [...states, ...states, ...states]) {
    const other = states[draw(states.length)] as State;
    const after = before.slice();
    for (let time = 0; time <= draw(2); time += 1) {
      const k = draw(after.length);
      const [to, from] = [servers[draw(4)] as Value, servers[draw(4)] as Value];
      const taken = table.find(other[k] as Value, from);
      const isPerServer = servers.every((s) => table.find(after[k] as Value, s) !== undefined);
      if (taken === undefined || !isPerServer) continue;
      after[k] = table.fcn(
        servers.map((s) => [s, s === to ? taken : (table.find(after[k] as Value, s) as Value)]),
      );
    }
    changes.look(before, after);
    for (const { name, reads, holds } of properties) {
      // Of a leader without an epoch it asks for what was committed before epoch 0, for ever.
      if (name === "PrimaryIntegrity" && !isTrueOf("RoleReset", after)) continue;
      const whole = truth(() => holds(before, after, null));
      const isRead = (reads & changes.variables) !== 0;
      const inParts = truth(() => !isRead || holds(before, after, changes));
      if (whole === false) refused.set(name, (refused.get(name) ?? 0) + 1);
      // Where the whole cannot be evaluated its parts may say enough.
      if (inParts !== whole && whole !== null) expect([name, inParts]).toEqual([name, whole]);
    }
  }
  const ofServersAndPairs = ["HeadFits", "DiskCatchesUp", "RoleReset", "AckedIsDurable", "UpFits"];
  expect([...refused.keys()]).toEqual(
    expect.arrayContaining([...ofServersAndPairs, "LearnerPrefix"]),
  );
});
