import { describe, expect, it } from "vitest";
import { coloured, formatVerdict, paintFor, plain } from "#conformance";
import { fitted, section } from "../../../dist/conformance/report/section.js";
import { all, broken, differs, enormous, notEnabled, undecided } from "./verdicts.js";

const lines = (text: string): string[] => text.split("\n");
const ESCAPE = String.fromCharCode(27);

describe("formatVerdict", () => {
  it.each(all)("says %s in at most 60 lines, none much wider than a screen", (_, verdict) => {
    const text = lines(formatVerdict(verdict));
    expect(text.length).toBeLessThanOrEqual(60);
    for (const line of text) expect(line.length, line).toBeLessThanOrEqual(120);
  });

  it("fills the 60 lines, and says what it left out", () => {
    const text = lines(formatVerdict(enormous));
    expect(text).toHaveLength(60);
    expect(text.filter((line) => /… \d+ more lines$/.test(line)).length).toBeGreaterThan(3);
    expect(text[0]).toMatch(/^violates +server 1, run\/1.1.ndjson:46 \(q 45\), LeaderProcessACK/);
  });

  it("shows escapes where a terminal would obey what a file holds, or show nothing", () => {
    const place = { file: "run\u009b", line: 1 };
    const fault = { place, field: "", problem: "it begins with \ufeff\u007f" };
    const shown = "run\\u009b:1: it begins with \\ufeff\\u007f";
    expect(formatVerdict({ verdict: "bad input", faults: [fault] })).toBe(`bad input    ${shown}`);
    const { problem: reason } = fault;
    expect(formatVerdict({ verdict: "cannot tell", reason, place })).toBe(`cannot tell  ${shown}`);
  });

  it("names the clause that is false, with its values and what changed them last", () => {
    const text = formatVerdict(notEnabled);
    expect(text).toContain("Zab.tla does not allow this action here: guard 3 is false");
    expect(text).toMatch(/^false +spec\/Zab.tla:322 {2}toLeader\[f\] # <<>>$/m);
    expect(text).toMatch(/^ +toLeader\[f\] = <<>>$/m);
    expect(text).toMatch(/^ +last changed by run\/1.1.ndjson:30 LeaderProcessACK/m);
  });

  it("shows a near miss with both sides of its false clause", () => {
    const text = formatVerdict(notEnabled);
    expect(text).toMatch(/^near miss +LeaderProcessACK\(l = 1, f = 2\), but for guard 4:$/m);
    expect(text).toMatch(/^ +Head\(toLeader\[f\]\).zxid = <<1, 2>>$/m);
    expect(text).toMatch(/^ +zxid = <<1, 3>>$/m);
  });

  it("points into the spec, the reducer and the trace, and to the messages", () => {
    const text = formatVerdict(notEnabled);
    expect(text).toMatch(/^look at +spec +spec\/Zab.tla:318$/m);
    expect(text).toMatch(
      /^ +reducer +src\/state-machine\/zab\/broadcast\/LeaderProcessACK.ts:14$/m,
    );
    expect(text).toMatch(
      /^messages +1 → 3 {2}PROPOSAL\(1:2\) {2}\(1.1.ndjson:44 → 3.1.ndjson:39\)$/m,
    );
    expect(text).toMatch(/^ +3 → 1 .* {2}\(3.1.ndjson:40 → not read so far\)$/m);
    expect(text).toMatch(/^ +2 → 1 .* {2}\(the line that sent it is not there → 1.1.ndjson:46\)$/m);
    expect(text).toMatch(/^next +Which server sent/m);
  });

  it("shows the assignment behind a field, and where long values part", () => {
    const text = formatVerdict(differs);
    expect(text).toMatch(/^differs +post.committed: recorded 5, spec 4 \(was 4\)$/m);
    expect(text).toMatch(/^ +spec\/Zab.tla:343 {2}UNCHANGED committed$/m);
    expect(text).toMatch(/^ +Quorum\(acked\) is FALSE$/m);
    expect(text).toMatch(/they part at entry 33:$\n.*$\n.*"other"/m);
  });

  it("names a property with its witnesses", () => {
    const text = formatVerdict(broken);
    expect(text).toMatch(/^property +Z19 LearnerPrefix is false after this step$/m);
    expect(text).toMatch(/^ +with l = 1, f = 3$/m);
    expect(text).toMatch(/they part at entry 21/);
  });

  it("says how many readings of the run were tried", () => {
    expect(formatVerdict(notEnabled)).not.toContain("readings");
    expect(formatVerdict({ ...notEnabled, candidates: 4 })).toContain("in each of 4 readings");
  });

  it("names the line that is missing", () => {
    expect(formatVerdict(undecided)).toMatch(
      /^missing +run\/2.1.ndjson:63: event 62 of server 2$/m,
    );
  });
});

describe("colours", () => {
  it("change nothing but colours", () => {
    const escapes = new RegExp(`${ESCAPE}\\[[\\d;]+m`, "g");
    for (const [, verdict] of all) {
      const text = formatVerdict(verdict, coloured);
      expect(text).toContain(`${ESCAPE}[1`);
      expect(text.replaceAll(escapes, "")).toBe(formatVerdict(verdict, plain));
    }
  });

  it("are for a terminal that has some", () => {
    expect(paintFor({ isTTY: true, hasColors: () => true })).toBe(coloured);
    expect(paintFor({ isTTY: true, hasColors: () => false })).toBe(plain);
    expect(paintFor({ hasColors: () => true })).toBe(plain);
    expect(paintFor({})).toBe(plain);
  });
});

describe("fitted", () => {
  it("shortens the longest sections only", () => {
    const long = section(
      "a",
      Array.from({ length: 10 }, (_, k) => String(k)),
    );
    const [a, b] = fitted([long, section("b", ["x", "y"])], 8);
    expect(a?.lines).toEqual(["0", "1", "2", "3", "4", "… 5 more lines"]);
    expect(b?.lines).toEqual(["x", "y"]);
  });
});
