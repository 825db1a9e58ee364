import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { stepElection } from "#state-machine";

import { looking, settled, waiting } from "../support.js";

const e = { kind: "LeaveInstance" } as const;

describe("LeaveInstance", () => {
  it("gives up the decision, keeps the round and tells nobody", () => {
    fc.assert(
      fc.property(settled, (s) => {
        expect(stepElection(s, e)).toEqual({
          action: "LeaveInstance",
          state: { ...s, role: "LOOKING", vote: null },
          effects: [],
        });
      }),
    );
  });

  it("opens the next round when it votes again", () => {
    fc.assert(
      fc.property(settled, (s) => {
        const left = stepElection(s, e).state;
        const again = stepElection(left, { kind: "StartElection", summary: s.summary });
        expect(again).toMatchObject({ action: "StartElection", state: { round: s.round + 1 } });
      }),
    );
  });

  it("refuses a server that is LOOKING already", () => {
    fc.assert(
      fc.property(fc.oneof(looking, waiting), (s) => {
        expect(stepElection(s, e)).toEqual({ action: null, state: s, effects: [] });
      }),
    );
  });
});
