import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { stepElection } from "#state-machine";

import { frozen, looking, present, settled, waiting } from "../support.js";

const e = { kind: "FinalizeTimeout" } as const;
const finalizing = looking.map((s) => frozen({ ...s, finalizing: true }));

describe("FinalizeTimeout", () => {
  it("decides for the vote and forgets what was collected", () => {
    const roles = new Set<string>();
    fc.assert(
      fc.property(finalizing, (s) => {
        const { action, state, effects } = stepElection(s, e);
        const { vote } = present(s);
        const role = vote.leader === s.self ? "LEADING" : "FOLLOWING";
        roles.add(role);
        expect(action).toBe("FinalizeTimeout");
        expect(state).toMatchObject({ role, vote, round: s.round, finalizing: false });
        const kept = [...Object.values(state.recvSet), ...Object.values(state.outOfElection)];
        expect(kept.every((n) => n === null)).toBe(true);
        expect(effects).toEqual([
          { kind: "Decided", role, leader: vote.leader, round: s.round, vote },
        ]);
      }),
    );
    expect(roles.size).toBe(2);
  });

  it("refuses a server that is not finalizing", () => {
    fc.assert(
      fc.property(looking, (s) => {
        const state = { ...s, finalizing: false };
        expect(stepElection(state, e)).toEqual({ action: null, state, effects: [] });
      }),
    );
  });

  it("refuses a server that takes part in no election", () => {
    fc.assert(
      fc.property(fc.oneof(settled, waiting), (s) => {
        const state = { ...s, finalizing: true };
        expect(stepElection(state, e)).toEqual({ action: null, state, effects: [] });
      }),
    );
  });
});
