import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { stepElection } from "#state-machine";

import { looking, settled, summaries, toAll, waiting } from "../support.js";

describe("StartElection", () => {
  it("opens a new round, votes for itself and tells every other voter in order", () => {
    fc.assert(
      fc.property(waiting, summaries, (s, summary) => {
        const taken = stepElection(s, { kind: "StartElection", summary });
        const vote = { leader: s.self, zxid: summary.zxid, epoch: summary.epoch };
        const me = { vote, round: s.round + 1, state: "LOOKING" } as const;
        expect(taken.action).toBe("StartElection");
        expect(taken.state).toMatchObject({ vote, round: me.round, summary, finalizing: false });
        expect(Object.entries(taken.state.recvSet).filter(([, n]) => n !== null)).toEqual([
          [String(s.self), me],
        ]);
        expect(Object.values(taken.state.outOfElection).every((n) => n === null)).toBe(true);
        expect(taken.effects).toEqual(toAll(s, me));
      }),
    );
  });

  it("never stands for election outside the voters, and asks them all the same", () => {
    fc.assert(
      fc.property(waiting, summaries, (s, summary) => {
        const taken = stepElection({ ...s, self: 99 }, { kind: "StartElection", summary });
        expect(taken.state.vote).toEqual({ leader: 0, zxid: { epoch: 0, counter: 0 }, epoch: -1 });
        expect(taken.effects.map((effect) => effect.kind === "Notify" && effect.to)).toEqual(
          s.voters,
        );
      }),
    );
  });

  it("refuses a server that has settled, by its role alone", () => {
    fc.assert(
      fc.property(settled, summaries, fc.boolean(), (given, summary, voteless) => {
        const s = voteless ? { ...given, vote: null } : given;
        const refused = stepElection(s, { kind: "StartElection", summary });
        expect(refused).toEqual({ action: null, state: s, effects: [] });
      }),
    );
  });

  it("refuses a server that is in an election already", () => {
    fc.assert(
      fc.property(looking, summaries, (s, summary) => {
        const refused = stepElection(s, { kind: "StartElection", summary });
        expect(refused).toEqual({ action: null, state: s, effects: [] });
      }),
    );
  });
});
