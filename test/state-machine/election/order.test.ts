import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { Better } from "#state-machine";

import { beats, votes } from "./support.js";

const vote = votes([1, 2, 3]);

describe("Better", () => {
  it("is the order of epoch, zxid and id, written out once more", () => {
    fc.assert(
      fc.property(vote, vote, (v, w) => Better(v, w) === beats(v, w)),
      { numRuns: 2_000 },
    );
  });

  it("is a strict total order", () => {
    fc.assert(
      fc.property(vote, vote, vote, (u, v, w) => {
        expect(Better(v, v)).toBe(false);
        const equal = JSON.stringify(v) === JSON.stringify(w);
        expect(Number(Better(v, w)) + Number(Better(w, v))).toBe(equal ? 0 : 1);
        if (Better(u, v) && Better(v, w)) expect(Better(u, w)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
