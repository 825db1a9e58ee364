import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { stepElection, type ElectionState, type Notification, type Vote } from "#state-machine";

import { frozen, looking, scene, settled, waiting, type Heard } from "../support.js";

const calm = looking.map((s) => frozen({ ...s, finalizing: false }));
const isSettled = (n: Notification) => n.state !== "LOOKING";
const some = scene(calm, (_, n) => isSettled(n));

const nothing = { 1: null, 2: null, 3: null };
const vote: Vote = { leader: 2, zxid: { epoch: 1, counter: 4 }, epoch: 1 };
const own: Vote = { leader: 1, zxid: { epoch: 0, counter: 0 }, epoch: 0 };

/** Server 1 of three in round 5, which has heard nobody yet. */
const alone: ElectionState = frozen({
  self: 1,
  voters: [1, 2, 3],
  role: "LOOKING",
  round: 5,
  vote: own,
  recvSet: { ...nothing, 1: { vote: own, round: 5, state: "LOOKING" } },
  outOfElection: nothing,
  finalizing: false,
  summary: { epoch: 0, zxid: { epoch: 0, counter: 0 } },
});

const none = { ...nothing, 4: null, 5: null };

/** The same server among five. */
const ofFive: ElectionState = frozen({
  ...alone,
  voters: [1, 2, 3, 4, 5],
  recvSet: { ...none, 1: alone.recvSet[1] ?? null },
  outOfElection: none,
});

function says(from: number, state: Notification["state"], round: number, v: Vote = vote): Heard {
  return { kind: "Notification", from, notification: { vote: v, round, state } };
}

/** The state after the events, and what the last of them did. */
function after(s: ElectionState, ...events: Heard[]) {
  let last = stepElection(s, events[0] as Heard);
  for (const e of events.slice(1)) last = stepElection(last.state, e);
  return last;
}

describe("ReceiveSettled", () => {
  it("remembers a settled server: in its round in both sets, else in the settled one only", () => {
    fc.assert(
      fc.property(some, ({ s, e }) => {
        const { action, state } = stepElection(s, e);
        expect(action).toBe("ReceiveSettled");
        if (state.role !== "LOOKING") return;
        const { from, notification: n } = e;
        expect(state.outOfElection).toEqual({ ...s.outOfElection, [from]: n });
        const recvSet = n.round === s.round ? { ...s.recvSet, [from]: n } : s.recvSet;
        expect(state.recvSet).toEqual(recvSet);
        expect(state).toMatchObject({ round: s.round, vote: s.vote });
      }),
    );
  });

  it("joins a settled quorum of another round and adopts that round", () => {
    const { state, effects } = after(alone, says(3, "FOLLOWING", 2), says(2, "LEADING", 2));
    expect(state).toMatchObject({ role: "FOLLOWING", round: 2, vote, recvSet: nothing });
    expect(state.outOfElection).toEqual(nothing);
    expect(effects).toEqual([{ kind: "Decided", role: "FOLLOWING", leader: 2, round: 2, vote }]);
  });

  it("counts settled servers of one leader and epoch whatever their zxid and round", () => {
    const other = { ...vote, zxid: { epoch: 0, counter: 1 } };
    const { state } = after(alone, says(3, "FOLLOWING", 1, other), says(2, "LEADING", 2));
    expect(state).toMatchObject({ role: "FOLLOWING", round: 2 });
    const older = { ...vote, epoch: 0 };
    expect(after(alone, says(3, "FOLLOWING", 1, older), says(2, "LEADING", 2)).state.role).toBe(
      "LOOKING",
    );
  });

  it("joins with LOOKING votes of its round that equal the leader's", () => {
    const joined = after(ofFive, says(3, "LOOKING", 5), says(2, "LEADING", 5));
    expect(joined.state).toMatchObject({ role: "FOLLOWING", round: 5, vote });
  });

  it("does not join on LOOKING votes of its round when the leader leads another round", () => {
    const refused = after(ofFive, says(3, "LOOKING", 5), says(2, "LEADING", 4));
    expect(refused).toMatchObject({ action: "ReceiveSettled", state: { role: "LOOKING" } });
  });

  it("counts the votes of its round for a notification of its round only", () => {
    const present = { 2: "LEADING", 3: "FOLLOWING", 4: "FOLLOWING" } as const;
    const recvSet = { ...ofFive.recvSet };
    for (const from of [2, 3, 4] as const) {
      recvSet[from] = { vote, round: 5, state: present[from] };
    }
    const full = { ...ofFive, recvSet };
    expect(after(full, says(5, "FOLLOWING", 5)).state.role).toBe("FOLLOWING");
    expect(after(full, says(5, "FOLLOWING", 4)).state.role).toBe("LOOKING");
  });

  it("does not join before the leader itself said LEADING", () => {
    const events = [3, 4, 5].map((from) => says(from, "FOLLOWING", 2));
    const waits = after(ofFive, ...events);
    expect(waits).toMatchObject({ action: "ReceiveSettled", state: { role: "LOOKING" } });
    expect(after(waits.state, says(2, "FOLLOWING", 2)).state.role).toBe("LOOKING");
    expect(after(waits.state, says(2, "LEADING", 2)).state.role).toBe("FOLLOWING");
  });

  it("leads when the others follow it in its round, and only there", () => {
    const v = { ...vote, leader: 1 };
    const leads = after(alone, says(2, "FOLLOWING", 5, v), says(3, "FOLLOWING", 5, v));
    expect(leads.effects).toMatchObject([{ kind: "Decided", role: "LEADING", leader: 1 }]);
    const stays = after(alone, says(2, "FOLLOWING", 4, v), says(3, "FOLLOWING", 4, v));
    expect(stays).toMatchObject({ action: "ReceiveSettled", state: { role: "LOOKING" } });
  });

  it("takes a minority for no quorum", () => {
    expect(after(alone, says(2, "LEADING", 5)).state.role).toBe("LOOKING");
    expect(after(alone, says(2, "LEADING", 2)).state.role).toBe("LOOKING");
  });

  it("finalizes when a settled vote of its round completes a quorum for its own", () => {
    const s = { ...alone, vote, recvSet: { ...nothing, 1: { vote, round: 5, state: "LOOKING" } } };
    const { state } = after(s as ElectionState, says(3, "FOLLOWING", 5));
    expect(state).toMatchObject({ role: "LOOKING", finalizing: true });
  });

  it("lets a server outside the voters follow", () => {
    const observer = { ...alone, self: 99, vote: { ...own, leader: 0, epoch: -1 } };
    const followed = after(observer, says(2, "LEADING", 7), says(3, "FOLLOWING", 7));
    expect(followed.effects).toMatchObject([{ role: "FOLLOWING", leader: 2, round: 7 }]);
  });

  it("refuses the word of a LOOKING server", () => {
    fc.assert(
      fc.property(some, ({ s, e }) => {
        const notification = { ...e.notification, state: "LOOKING" } as const;
        expect(stepElection(s, { ...e, notification }).action).not.toBe("ReceiveSettled");
      }),
    );
  });

  it("refuses what does not improve the vote while finalizing", () => {
    fc.assert(
      fc.property(some, ({ s, e }) => {
        const state = { ...s, finalizing: true, vote: e.notification.vote };
        expect(stepElection(state, e).action).toBe("ReceiveSwallowed");
      }),
    );
  });

  it("refuses a server that takes part in no election", () => {
    fc.assert(
      fc.property(scene(fc.oneof(waiting, settled)), ({ s, e }) => {
        expect(stepElection(s, e).action).not.toBe("ReceiveSettled");
      }),
    );
  });

  it("refuses a notification from itself or from a stranger", () => {
    fc.assert(
      fc.property(some, ({ s, e }) => {
        for (const from of [s.self, 99]) expect(stepElection(s, { ...e, from }).action).toBeNull();
      }),
    );
  });
});
