import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { ElectionInit, stepElection } from "#state-machine";

import { anyState } from "../support.js";

describe("Restart", () => {
  it("forgets everything but who it is, who votes and its history", () => {
    fc.assert(
      fc.property(anyState, (s) => {
        const { action, state, effects } = stepElection(s, { kind: "Restart" });
        expect(action).toBe("Restart");
        expect(state).toEqual(ElectionInit({ self: s.self, voters: s.voters }, s.summary));
        expect(state).toMatchObject({ role: "LOOKING", round: 0, vote: null });
        expect(effects).toEqual([]);
      }),
    );
  });
});
