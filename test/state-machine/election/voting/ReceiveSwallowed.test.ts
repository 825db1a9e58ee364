import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { stepElection, type ElectionState, type Notification } from "#state-machine";

import { beats, frozen, looking, present, scene, settled, waiting } from "../support.js";

const isOlder = (s: ElectionState, n: Notification) => n.state === "LOOKING" && n.round < s.round;
const finalizing = looking.map((s) => frozen({ ...s, finalizing: true }));
const swallowed = scene(finalizing, (s, n) => !isOlder(s, n) && !beats(n.vote, present(s).vote));

describe("ReceiveSwallowed", () => {
  it("drops what does not improve the vote while it waits for silence", () => {
    fc.assert(
      fc.property(swallowed, ({ s, e }) => {
        expect(stepElection(s, e)).toEqual({ action: "ReceiveSwallowed", state: s, effects: [] });
      }),
    );
  });

  it("refuses a better vote", () => {
    fc.assert(
      fc.property(
        scene(finalizing, (s, n) => !isOlder(s, n) && beats(n.vote, present(s).vote)),
        ({ s, e }) => {
          expect(["ReceiveLooking", "ReceiveSettled"]).toContain(stepElection(s, e).action);
        },
      ),
    );
  });

  it("refuses a vote of an older round, which is answered", () => {
    fc.assert(
      fc.property(scene(finalizing, isOlder), ({ s, e }) => {
        expect(stepElection(s, e).action).toBe("ReceiveOlder");
      }),
    );
  });

  it("refuses a server that is not finalizing", () => {
    fc.assert(
      fc.property(swallowed, ({ s, e }) => {
        expect(stepElection({ ...s, finalizing: false }, e).action).not.toBe("ReceiveSwallowed");
      }),
    );
  });

  it("refuses a server that takes part in no election", () => {
    fc.assert(
      fc.property(scene(fc.oneof(waiting, settled)), ({ s, e }) => {
        const state = { ...s, finalizing: true };
        expect(stepElection(state, e).action).not.toBe("ReceiveSwallowed");
      }),
    );
  });

  it("refuses a notification from itself or from a stranger", () => {
    fc.assert(
      fc.property(swallowed, ({ s, e }) => {
        for (const from of [s.self, 99]) expect(stepElection(s, { ...e, from }).action).toBeNull();
      }),
    );
  });
});
