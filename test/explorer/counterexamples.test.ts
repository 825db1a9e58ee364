import { describe, expect, it } from "vitest";
import { BROKEN_INVARIANT, explore, production, replay, type Reducers } from "#explorer";
import { invariant } from "#state-machine";
import {
  acceptStale,
  epochNoInc,
  noClear,
  noPersistAcc,
  selfAckEarly,
} from "./defective-reducers.js";
import { modelNamed } from "./models.js";

/** States of TLC's counterexample for the mutant of the same name in spec/mutants.json. */
const cases: [name: string, Reducers, model: string, property: string, states: number][] = [
  ["selfAckEarly", selfAckEarly, "base", "CommittedDurable", 18],
  ["noPersistAcc", noPersistAcc, "base", "EpochOrder", 12],
  ["acceptStale", acceptStale, "base", "EpochsMonotonic", 16],
  ["epochNoInc", epochNoInc, "halt", "deadlock", 16],
  ["noClear", noClear, "el-leave", "PresentRound", 7],
];

describe("reducers with a defect", () => {
  it.each(cases)("%s violate the property that TLC names, in as many states", async (...row) => {
    const [, reducers, name, property, states] = row;
    const { counterexample } = await explore(modelNamed(name), { reducers });
    expect(counterexample?.property).toBe(property);
    expect(counterexample?.states).toHaveLength(states);
  });

  it("that break an invariant of their own are shown the same way", async () => {
    const reducers: Reducers = {
      ...production,
      step: (s, event) => {
        invariant(event.kind !== "ClientRequest" || s.phase !== "broadcast", () => "no requests");
        return production.step(s, event);
      },
      stepElection: (s, event) => {
        invariant(event.kind !== "FinalizeTimeout" || !s.finalizing, () => "no ends");
        return production.stepElection(s, event);
      },
    };
    const zab = (await explore(modelNamed("tiny"), { reducers })).counterexample;
    expect(zab?.property).toBe(BROKEN_INVARIANT);
    expect(zab?.states.at(-1)?.label).toMatch(/^InvariantViolation\(s\d, 1\)$/);
    const election = (await explore(modelNamed("el-d"), { reducers })).counterexample;
    expect(election?.property).toBe(BROKEN_INVARIANT);
    expect(election?.states.at(-1)?.label).toMatch(/^InvariantViolation\(\d\)$/);
  });

  it("show the way, which can be replayed", async () => {
    const model = modelNamed("base");
    const { counterexample } = await explore(model, { reducers: selfAckEarly });
    const states = counterexample?.states ?? [];
    const schedule = states.slice(1).map(({ step }) => ({
      action: step?.action ?? "",
      parameters: (step?.parameters ?? []).map((one) => {
        if (typeof one !== "object") return one;
        return "server" in one ? one.server : one.set;
      }),
    }));
    const defective = replay(model, schedule, selfAckEarly);
    expect(defective.every(({ taken }) => taken)).toBe(true);
    expect(defective.map(({ label }) => label)).toEqual(states.slice(1).map(({ label }) => label));
    expect(defective.map(({ violated }) => violated.length > 0).indexOf(true)).toBe(16);
    expect(defective.at(-1)?.violated).toEqual(["CommittedDurable"]);
    expect(defective.at(-1)?.variables).toEqual(states.at(-1)?.variables);

    const sound = replay(model, schedule);
    expect(sound.every(({ violated }) => violated.length === 0)).toBe(true);
  });
});
