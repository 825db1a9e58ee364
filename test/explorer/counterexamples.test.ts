import { describe, expect, it } from "vitest";
import { explore, replay, type Reducers } from "#explorer";
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
