import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { electionActions, stepElection } from "#state-machine";

import { anyEvent, anyState, frozen, scene } from "./support.js";

const moment = anyState.chain((s) => anyEvent(s).map((e) => frozen({ s, e })));

describe("stepElection", () => {
  it("takes exactly the action that says it is enabled, asked one by one", () => {
    const taken = new Map<string, number>();
    fc.assert(
      fc.property(moment, ({ s, e }) => {
        const enabled = electionActions
          .filter(([, action]) => action.on === e.kind && action.enabled(s, e))
          .map(([name]) => name);
        const { action, state } = stepElection(s, e);
        expect(enabled).toEqual(action === null ? [] : [action]);
        if (action === null) expect(state).toBe(s);
        else taken.set(action, (taken.get(action) ?? 0) + 1);
      }),
      { numRuns: 5_000 },
    );
    expect([...taken.keys()].sort()).toEqual(electionActions.map(([name]) => name).sort());
  });

  it("reads every notification of a voter for a voter by exactly one action", () => {
    const participating = anyState.filter((s) => s.vote !== null);
    fc.assert(
      fc.property(scene(participating), ({ s, e }) => {
        expect(stepElection(s, e).action).not.toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  it("lets notifications wait until the server has voted", () => {
    const waiting = anyState.filter((s) => s.vote === null);
    fc.assert(
      fc.property(scene(waiting), ({ s, e }) => {
        expect(stepElection(s, e)).toEqual({ action: null, state: s, effects: [] });
      }),
    );
  });

  it("never changes what it is given, and shares what does not change", () => {
    fc.assert(
      fc.property(moment, ({ s, e }) => {
        const before = structuredClone({ s, e });
        const { action, state } = stepElection(s, e);
        expect({ s, e }).toEqual(before);
        expect(state.voters).toBe(s.voters);
        if (action !== "StartElection") expect(state.summary).toBe(s.summary);
      }),
      { numRuns: 2_000 },
    );
  });
});
