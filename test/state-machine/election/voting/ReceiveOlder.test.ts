import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { stepElection } from "#state-machine";

import { looking, present, scene, settled, waiting } from "../support.js";

const older = scene(looking, (s, n) => n.state === "LOOKING" && n.round < s.round);

describe("ReceiveOlder", () => {
  it("answers a vote of an older round with its own and counts nothing", () => {
    fc.assert(
      fc.property(older, ({ s, e }) => {
        expect(stepElection(s, e)).toEqual({
          action: "ReceiveOlder",
          state: s,
          effects: [{ kind: "Notify", to: e.from, notification: present(s) }],
        });
      }),
    );
  });

  it("refuses a vote of the present or a newer round", () => {
    fc.assert(
      fc.property(older, fc.nat(3), ({ s, e }, more) => {
        const notification = { ...e.notification, round: s.round + more };
        expect(stepElection(s, { ...e, notification }).action).not.toBe("ReceiveOlder");
      }),
    );
  });

  it("refuses the word of a settled server, whatever its round", () => {
    fc.assert(
      fc.property(older, ({ s, e }) => {
        const notification = { ...e.notification, state: "FOLLOWING" } as const;
        expect(stepElection(s, { ...e, notification }).action).not.toBe("ReceiveOlder");
      }),
    );
  });

  it("refuses a server that takes part in no election", () => {
    fc.assert(
      fc.property(scene(fc.oneof(waiting, settled)), ({ s, e }) => {
        expect(stepElection(s, e).action).not.toBe("ReceiveOlder");
      }),
    );
  });

  it("refuses a notification from itself or from a stranger", () => {
    fc.assert(
      fc.property(older, ({ s, e }) => {
        for (const from of [s.self, 99]) {
          expect(stepElection(s, { ...e, from })).toEqual({ action: null, state: s, effects: [] });
        }
      }),
    );
  });
});
