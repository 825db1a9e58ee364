import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { stepElection } from "#state-machine";

import { looking, present, settled, toAll, waiting } from "../support.js";

const e = { kind: "NotificationTimeout" } as const;

describe("NotificationTimeout", () => {
  it("repeats the vote to every other voter and changes nothing", () => {
    fc.assert(
      fc.property(looking, (s) => {
        const effects = toAll(s, present(s));
        expect(stepElection(s, e)).toEqual({ action: "NotificationTimeout", state: s, effects });
      }),
    );
  });

  it.each([
    ["has settled", settled],
    ["has not voted yet", waiting],
  ])("refuses a server that %s", (_, states) => {
    fc.assert(
      fc.property(states, (s) => {
        expect(stepElection(s, e)).toEqual({ action: null, state: s, effects: [] });
      }),
    );
  });
});
