import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { ElectionInit, stepElection, type ElectionState, type ServerId } from "#state-machine";

import { looking, present, rounds, settled, waiting } from "../support.js";

describe("RefreshEpoch", () => {
  it("reports the decision with the established epoch from then on", () => {
    fc.assert(
      fc.property(settled, rounds, (s, epoch) => {
        expect(stepElection(s, { kind: "EpochEstablished", epoch })).toEqual({
          action: "RefreshEpoch",
          state: { ...s, vote: { ...present(s).vote, epoch } },
          effects: [],
        });
      }),
    );
  });

  it("lets a late joiner count servers that decided with different epochs", () => {
    const zxid = { epoch: 1, counter: 1 };
    const decided = (self: ServerId, epoch: number): ElectionState => ({
      ...ElectionInit({ self, voters: [1, 2, 3] }, { epoch, zxid }),
      role: self === 2 ? "LEADING" : "FOLLOWING",
      round: self,
      vote: { leader: 2, zxid, epoch },
    });
    const join = (two: ElectionState, three: ElectionState) => {
      const late = ElectionInit({ self: 1, voters: [1, 2, 3] }, { epoch: 0, zxid });
      let { state } = stepElection(late, { kind: "StartElection", summary: late.summary });
      for (const s of [three, two]) {
        const e = { kind: "Notification", from: s.self, notification: present(s) } as const;
        state = stepElection(state, e).state;
      }
      return state.role;
    };
    const refresh = (s: ElectionState) =>
      stepElection(s, { kind: "EpochEstablished", epoch: 5 }).state;
    expect(join(decided(2, 1), decided(3, 4))).toBe("LOOKING");
    expect(join(refresh(decided(2, 1)), refresh(decided(3, 4)))).toBe("FOLLOWING");
  });

  it("refuses a server that has not settled", () => {
    fc.assert(
      fc.property(fc.oneof(looking, waiting), rounds, (s, epoch) => {
        const refused = stepElection(s, { kind: "EpochEstablished", epoch });
        expect(refused).toEqual({ action: null, state: s, effects: [] });
      }),
    );
  });
});
