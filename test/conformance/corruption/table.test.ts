import { describe, expect, it } from "vitest";
import {
  kinds,
  namedShare,
  rowsOf,
  tableText,
  wrongVerdicts,
  type Judged,
  type Outcome,
  type Proof,
} from "#conformance/corruption";

const lie = kinds.find(({ wanted }) => wanted === "refused");
const gap = kinds.find(({ wanted }) => wanted === "undecided");
if (lie === undefined || gap === undefined) throw new Error("no such kind");

const judged = (kind: typeof lie, outcome: Outcome, proof: Proof = "not asked"): Judged => ({
  trial: { kind, outcome },
  proof,
});

describe("the table of damages", () => {
  const rows = rowsOf([
    judged(lie, "named"),
    judged(lie, "named"),
    judged(lie, "undecided"),
    judged(lie, "elsewhere"),
    judged(lie, "accepted", "equivalent"),
    judged(lie, "accepted", "wrong"),
    judged(lie, "accepted"),
    judged(gap, "decided"),
    judged(gap, "named"),
  ]);

  it("counts every copy once", () => {
    expect(rows.map(({ tried }) => tried)).toEqual([7, 2]);
    expect(rows[0]).toMatchObject({ equivalent: 1, wrong: 1, unproved: 1 });
  });

  it("the share of what is named is of the lies that were refused", () => {
    expect(namedShare(rows)).toBe(3 / 4);
    expect(namedShare([])).toBe(0);
  });

  it("an accepted lie and a decision without evidence are wrong", () => {
    expect(wrongVerdicts(rows)).toBe(2);
  });

  it("is Markdown with a last row of sums", () => {
    const lines = tableText(rows).split("\n");
    expect(lines).toHaveLength(5);
    expect(lines.at(-1)).toBe("| all | 9 | 5 | 3 | 0 | 1 | 1 | 1 | 1 | 2 |");
  });
});
