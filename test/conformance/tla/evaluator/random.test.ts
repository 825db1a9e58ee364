import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isError, ourAnswers, outcome, randomExpressions } from "#conformance/tla-check";
import { packageRoot } from "../../../support/package-root.js";

const FILE = new URL("test/conformance/tla/evaluator/tlc-answers.txt", packageRoot);
const lines = readFileSync(FILE, "utf8").trimEnd().split("\n");
const expressions = lines.filter((_, k) => k % 2 === 0);
const tlc = lines.filter((_, k) => k % 2 === 1);

/** Of a TLA+ operator or form, what shows in a text that it is there. */
const FORMS = [
  ...["+", "-", "*", "\\div", "%", "^", "..", "<", "<=", ">", ">=", "=", "#"].map(
    (one) => ` ${one} `,
  ),
  ...["/\\", "\\/", "=>", "<=>", "\\in", "\\notin", "\\subseteq"].map((one) => ` ${one} `),
  ...["\\cup", "\\cap", "\\", "\\o", ":>", "@@", "\\X"].map((one) => ` ${one} `),
  ...["(~ ", "(SUBSET ", "(UNION ", "(DOMAIN ", "(IF ", "(CASE ", "(LET ", "(CHOOSE ", "OTHER"],
  ...["(\\E ", "(\\A ", " EXCEPT ", "@ ", "|->", ").a", "LAMBDA", "Apply(", "Sum(", "<<", "[]"],
  ...["Len(", "Head(", "Tail(", "Append(", "SubSeq(", "SelectSeq(", "Cardinality(", "IsFiniteSet("],
  ...["ToString(", "Seq(", "Nat", "Int", "BOOLEAN", "STRING", " -> "],
];

describe("random expressions", () => {
  it("are those whose answers TLC has given", () => {
    expect(expressions).toEqual(randomExpressions(expressions.length, 2026));
    expect(expressions.length).toBeGreaterThanOrEqual(1500);
    const errors = tlc.filter(isError).length;
    expect(errors).toBeGreaterThan(300);
    expect(tlc.length - errors).toBeGreaterThan(700);
  });

  it("have every operator in them, not once only", () => {
    const rare = FORMS.filter(
      (form) => expressions.filter((text) => text.includes(form)).length < 5,
    );
    expect(rare).toEqual([]);
  });

  it("are worth to the interpreter and to the compiler what they are worth to TLC", () => {
    const answers = ourAnswers(expressions).map((ours, k) => ({ ...ours, tlc: tlc[k] ?? "" }));
    const different = answers.flatMap((one, k) =>
      outcome(one) === "different" ? [{ text: expressions[k], ...one }] : [],
    );
    expect(different).toEqual([]);
    expect(answers.filter((one) => outcome(one) === "narrower").length).toBeLessThan(30);
  });
});

describe("an outcome", () => {
  const same = { tlc: "1", interpreted: "1", compiled: "1" };
  const large = "!M:1:1: 536870912 is outside ±(2^29 - 1), the integers that are kept";
  const mixed = (both: string) => `!M:1:1: ${both} compares values of different kinds`;

  it.each([
    [same, "value"],
    [{ ...same, compiled: "2" }, "different"],
    [{ ...same, interpreted: "2" }, "different"],
    [{ ...same, tlc: "!no" }, "different"],
    [{ tlc: "!no", interpreted: "!why", compiled: "!because" }, "error"],
    [{ tlc: "5", interpreted: large, compiled: large }, "narrower"],
    [{ tlc: "5", interpreted: large, compiled: "5" }, "different"],
    [{ ...same, tlc: "!Attempted to check equality of 1 with {}" }, "different"],
    [
      { tlc: "TRUE", interpreted: mixed('<<>> = "ab"'), compiled: mixed('<<>> = "ab"') },
      "narrower",
    ],
    [{ tlc: "5", interpreted: mixed("<<>> = {}"), compiled: mixed("<<>> = {}") }, "different"],
    [{ tlc: "5", interpreted: "!other", compiled: "!other" }, "different"],
  ])("of %j is: %s", (answers, wanted) => {
    expect(outcome(answers)).toBe(wanted);
  });
});
