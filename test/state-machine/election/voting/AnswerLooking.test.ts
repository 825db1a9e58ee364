import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { stepElection } from "#state-machine";

import { looking, present, scene, settled, waiting } from "../support.js";

describe("AnswerLooking", () => {
  it("answers a LOOKING server alone with the decision", () => {
    fc.assert(
      fc.property(
        scene(settled, (_, n) => n.state === "LOOKING"),
        ({ s, e }) => {
          expect(stepElection(s, e)).toEqual({
            action: "AnswerLooking",
            state: s,
            effects: [{ kind: "Notify", to: e.from, notification: present(s) }],
          });
        },
      ),
    );
  });

  it("says nothing to another settled server", () => {
    fc.assert(
      fc.property(
        scene(settled, (_, n) => n.state !== "LOOKING"),
        ({ s, e }) => {
          expect(stepElection(s, e)).toEqual({ action: "AnswerLooking", state: s, effects: [] });
        },
      ),
    );
  });

  it("refuses a server that is LOOKING itself", () => {
    fc.assert(
      fc.property(scene(fc.oneof(looking, waiting)), ({ s, e }) => {
        expect(stepElection(s, e).action).not.toBe("AnswerLooking");
      }),
    );
  });

  it("refuses a notification that is not from another voter, or not for a voter", () => {
    fc.assert(
      fc.property(scene(settled), ({ s, e }) => {
        const refused = { action: null, state: s, effects: [] };
        const { notification: n } = e;
        expect(stepElection(s, { ...e, from: s.self })).toEqual(refused);
        expect(stepElection(s, { ...e, from: 99 })).toEqual(refused);
        const stranger = { ...n, vote: { ...n.vote, leader: 99 } };
        expect(stepElection(s, { ...e, notification: stranger })).toEqual(refused);
      }),
    );
  });
});
