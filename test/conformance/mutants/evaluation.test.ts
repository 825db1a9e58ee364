// An evaluation that fails kills a mutant only when a state is at fault.
import type { TlcResult } from "tla2tools-runner";
import { describe, expect, it } from "vitest";
import { evaluationKiller, placedProperty } from "#conformance/mutants";

const module = ["Zero ==", "  0", "", "HeadIs(t) ==", "  /\\ TRUE", "  /\\ Head(q) = t"].join("\n");
const positions = [
  "The error occurred when TLC was evaluating the nested\nexpressions at the following positions:",
  "0. Line 2, column 3 to line 2, column 3 in Zab",
  "1. Line 6, column 6 to line 6, column 12 in Zab",
].join("\n");

function killer(message: string, place = positions): string | null {
  const diagnostics = [{ code: 2103, severity: 1, text: place }];
  const result = { verdict: "evaluation-error", message, diagnostics };
  return evaluationKiller(result as unknown as TlcResult, (name) =>
    name === "Zab" ? module : "ASSUME TotalOrder\n  ASSUME 1 = 2",
  );
}

describe("evaluation errors", () => {
  it.each([
    ["Attempted to apply Head to the empty sequence.", "evaluation in Zab!HeadIs"],
    [
      "The second argument of SubSeq must be in the domain of its first.",
      "evaluation in Zab!HeadIs",
    ],
    ["TLC encountered a CASE with no conditions true.", "evaluation in Zab!HeadIs"],
    ["Assumption line 1, col 8 to line 1, col 17 of module MC is false.", "TotalOrder"],
    ["Assumption line 2, col 1 to line 2, col 9 of module MC is false.", "ASSUME"],
    ["Successor state is not completely specified by the next-state action.", null],
    ["In evaluation, the identifier x is either undefined or not an operator.", null],
  ])("%s: %s", (message, expected) => {
    expect(killer(message)).toBe(expected);
  });

  it("have no place where TLC names none", () => {
    expect(killer("Attempted to apply Head to the empty sequence.", "")).toBe("evaluation");
  });
});

describe("a property of which TLC tells the place", () => {
  const text = () => "Next ==\n  TRUE\n\nProjection ==\n  [][Next]_x";
  const said = "Action property line 5, col 3 to line 5, col 12 of module Zab is violated.";

  it("has the name of the operator there, which the configuration may know", () => {
    expect(placedProperty({ message: said }, text, ["Projection"])).toBe("Projection");
    expect(placedProperty({ message: said }, text, ["Other"])).toBe("Zab!Projection");
    expect(placedProperty({ message: "Invariant I is violated." }, text, ["I"])).toBeNull();
    expect(placedProperty({ message: null }, text, [])).toBeNull();
  });
});
