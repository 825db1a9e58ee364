import { describe, expect, it } from "vitest";
import {
  kinds,
  namedShares,
  percent,
  rowsOf,
  footnoteText,
  type Row,
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

  it("what is named is of the lies that were refused; cannot tell names no thing", () => {
    const { changed, moved } = namedShares(rows);
    expect(changed).toEqual({ refused: 4, part: 2 });
    expect(percent(changed)).toBe(50);
    expect(moved).toEqual({ refused: 0, part: 0 });
    expect(percent(moved)).toBe(0);
  });

  it("where whole lines are gone, cannot tell is a share of its own", () => {
    const lines = kinds.find(({ wanted, named }) => wanted === "refused" && named === "onward");
    if (lines === undefined) throw new Error("no such kind");
    const all = [judged(lines, "named"), judged(lines, "undecided"), judged(lines, "elsewhere")];
    const { changed, moved, missed } = namedShares(rowsOf(all));
    expect(changed).toEqual({ refused: 0, part: 0 });
    expect(moved).toEqual({ refused: 3, part: 1 });
    expect(missed).toEqual({ refused: 3, part: 2 });
  });

  it("the footnote lists the kinds of which less is asked, and no other", () => {
    const text = footnoteText(kinds.map((kind) => ({ ...(rows[0] as Row), kind })));
    for (const { name, wanted, named } of kinds) {
      expect(text.includes(`_${name}_`), name).toBe(wanted === "refused" && named !== "field");
    }
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
