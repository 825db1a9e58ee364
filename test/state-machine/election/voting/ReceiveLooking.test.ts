import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { stepElection, type ElectionState, type Notification } from "#state-machine";

import { beats, frozen, looking, present, scene, settled, toAll, waiting } from "../support.js";

const calm = looking.map((s) => frozen({ ...s, finalizing: false }));
const isLooking = (n: Notification) => n.state === "LOOKING";
const same = scene(calm, (s, n) => isLooking(n) && n.round === s.round);
const newer = scene(calm, (s, n) => isLooking(n) && n.round > s.round);

/** Whether a majority said, LOOKING or not, exactly what the server says now. */
function agreed(s: ElectionState): boolean {
  const mine = JSON.stringify([present(s).vote, s.round]);
  const equal = s.voters.filter((voter) => {
    const n = s.recvSet[voter] ?? null;
    return n !== null && JSON.stringify([n.vote, n.round]) === mine;
  });
  return equal.length > s.voters.length / 2;
}

describe("ReceiveLooking", () => {
  it("takes up a better vote of its round and tells everybody", () => {
    const better = same.filter(({ s, e }) => beats(e.notification.vote, present(s).vote));
    fc.assert(
      fc.property(better, ({ s, e }) => {
        const { action, state, effects } = stepElection(s, e);
        const { vote } = e.notification;
        const me = { vote, round: s.round, state: "LOOKING" } as const;
        expect(action).toBe("ReceiveLooking");
        expect(state).toEqual({
          ...s,
          vote,
          recvSet: { ...s.recvSet, [e.from]: e.notification, [s.self]: me },
          finalizing: agreed(state),
        });
        expect(effects).toEqual(toAll(s, me));
      }),
    );
  });

  it("counts a vote of its round that is no better and says nothing", () => {
    const worse = same.filter(({ s, e }) => !beats(e.notification.vote, present(s).vote));
    fc.assert(
      fc.property(worse, ({ s, e }) => {
        const { action, state, effects } = stepElection(s, e);
        expect(action).toBe("ReceiveLooking");
        expect(state).toEqual({
          ...s,
          recvSet: { ...s.recvSet, [e.from]: e.notification, [s.self]: present(s) },
          finalizing: agreed(state),
        });
        expect(effects).toEqual([]);
      }),
    );
  });

  it("starts afresh from its own history in a newer round and tells everybody", () => {
    fc.assert(
      fc.property(newer, ({ s, e }) => {
        const { action, state, effects } = stepElection(s, e);
        const { vote: theirs, round } = e.notification;
        const own = { leader: s.self, zxid: s.summary.zxid, epoch: s.summary.epoch };
        const vote = beats(theirs, own) ? theirs : own;
        const me = { vote, round, state: "LOOKING" } as const;
        expect(action).toBe("ReceiveLooking");
        expect(state).toMatchObject({ vote, round, outOfElection: s.outOfElection });
        for (const voter of s.voters) {
          const expected = voter === s.self ? me : voter === e.from ? e.notification : null;
          expect(state.recvSet[voter]).toEqual(expected);
        }
        expect(state.finalizing).toBe(agreed(state));
        expect(effects).toEqual(toAll(s, me));
      }),
    );
  });

  it("tells everybody of a newer round even when the vote stays the same", () => {
    fc.assert(
      fc.property(newer, ({ s, e }) => {
        const own = { leader: s.self, zxid: s.summary.zxid, epoch: s.summary.epoch };
        const { state, effects } = stepElection({ ...s, vote: own }, e);
        expect(effects).toEqual(toAll(s, present(state)));
      }),
    );
  });

  it("counts no vote of another round", () => {
    fc.assert(
      fc.property(same, ({ s, e }) => {
        const voters = [1, 2, 3, 4, 5];
        const vote = { ...present(s).vote, leader: 2 };
        const stale = { vote, round: s.round - 1, state: "LOOKING" } as const;
        const recvSet = { 1: null, 2: null, 3: stale, 4: stale, 5: stale };
        const state = { ...s, self: 1, voters, recvSet, vote };
        const notification = { ...e.notification, vote };
        const taken = stepElection(state, { ...e, from: 2, notification });
        expect(taken).toMatchObject({ action: "ReceiveLooking", state: { finalizing: false } });
      }),
    );
  });

  it("finalizes once a majority agrees, and not before", () => {
    const counts = { yes: 0, no: 0 };
    fc.assert(
      fc.property(
        scene(calm, (s, n) => isLooking(n) && n.round >= s.round),
        ({ s, e }) => {
          const copy = { ...e, notification: { ...present(s) } };
          const { state } = stepElection(s, copy);
          counts[state.finalizing ? "yes" : "no"] += 1;
          expect(state.finalizing).toBe(agreed(state));
        },
      ),
    );
    expect(counts.yes).toBeGreaterThan(0);
    expect(counts.no).toBeGreaterThan(0);
  });

  it("takes up the votes it hears outside the voters, and follows", () => {
    const observer = { self: 99, recvSet: { 1: null, 2: null, 3: null } };
    fc.assert(
      fc.property(same, ({ s, e }) => {
        const nobody = { leader: 0, zxid: { epoch: 0, counter: 0 }, epoch: -1 };
        const o = { ...s, ...observer, voters: [1, 2, 3], vote: nobody };
        const { vote } = e.notification;
        if (vote.leader > 3) return;
        const first = stepElection(o, { ...e, from: 1 });
        expect(first.state).toMatchObject({ vote, finalizing: false });
        const second = stepElection(first.state, { ...e, from: 2 });
        expect(second.state.finalizing).toBe(true);
        const decided = stepElection(second.state, { kind: "FinalizeTimeout" });
        expect(decided.effects).toMatchObject([{ role: "FOLLOWING", leader: vote.leader }]);
      }),
    );
  });

  it("refuses a vote of an older round", () => {
    fc.assert(
      fc.property(same, ({ s, e }) => {
        const state = { ...s, round: s.round + 1 };
        expect(stepElection(state, e).action).not.toBe("ReceiveLooking");
      }),
    );
  });

  it("refuses the word of a settled server", () => {
    fc.assert(
      fc.property(same, ({ s, e }) => {
        const notification = { ...e.notification, state: "LEADING" } as const;
        expect(stepElection(s, { ...e, notification }).action).not.toBe("ReceiveLooking");
      }),
    );
  });

  it("refuses what does not improve the vote while finalizing", () => {
    fc.assert(
      fc.property(same, ({ s, e }) => {
        const notification = { ...e.notification, vote: present(s).vote };
        const taken = stepElection({ ...s, finalizing: true }, { ...e, notification });
        expect(taken.action).not.toBe("ReceiveLooking");
      }),
    );
  });

  it("refuses a server that takes part in no election", () => {
    fc.assert(
      fc.property(scene(fc.oneof(waiting, settled)), ({ s, e }) => {
        expect(stepElection(s, e).action).not.toBe("ReceiveLooking");
      }),
    );
  });

  it("refuses a notification from itself or from a stranger", () => {
    fc.assert(
      fc.property(same, ({ s, e }) => {
        for (const from of [s.self, 99]) expect(stepElection(s, { ...e, from }).action).toBeNull();
      }),
    );
  });
});
