import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseTlaValue } from "tla2tools-runner";
import { canonicalText, stateHash, StateReader } from "#conformance/graph";
import { packageRoot } from "../../support/package-root.js";

const canonical = (text: string) => canonicalText(parseTlaValue(text));

describe("canonicalText", () => {
  it.each([
    ["-3", "-3"],
    ["TRUE", "TRUE"],
    ["Nobody", "Nobody"],
    ['"a b"', '"a b"'],
    ["<<>>", "<<>>"],
    ["<< 1,\n   <<2>> >>", "<<1, <<2>>>>"],
    ["{}", "{}"],
    ["{10, 9, 1}", "{1, 10, 9}"],
    ["1..3", "{1, 2, 3}"],
    ['[ type |-> "ACK",\n  epoch |-> 1 ]', '[epoch |-> 1, type |-> "ACK"]'],
    [
      "{[b |-> 1, a |-> {2, 1}], [a |-> {}, b |-> 2]}",
      "{[a |-> {1, 2}, b |-> 1], [a |-> {}, b |-> 2]}",
    ],
    ["(4 :> {2, 1} @@ 3 :> {})", "(3 :> {} @@ 4 :> {1, 2})"],
  ])("writes %s as %s", (text, wanted) => {
    expect(canonical(text)).toBe(wanted);
  });
});

describe("stateHash", () => {
  it("is what certificates/README.md says", () => {
    const readme = readFileSync(new URL("certificates/README.md", packageRoot), "utf8");
    const [, hash, state = ""] = /the hash `(\w+)`:\n\n```text\n([^`]+)\n```/.exec(readme) ?? [];
    const lines = state.split("\n");
    expect(lines).toHaveLength(3);
    expect(stateHash(lines)).toBe(hash);
    for (const line of lines) {
      const value = line.slice(line.indexOf(" = ") + 3);
      expect(canonical(value)).toBe(value);
    }
  });
});

describe("StateReader", () => {
  it("reads a label of TLC: escaped, broken over lines, in TLC's own order", () => {
    const reader = new StateReader(["ev"]);
    const text =
      '/\\\\ ev = <<\\"Init\\", \\"x\\">>\\n/\\\\ log = << {2,\\n   1} >>\\n/\\\\ chan = \\"a\\\\\\\\b\\"';
    expect(reader.lines(text)).toEqual(['chan = "a\\b"', "log = <<{1, 2}>>"]);
  });

  it("reads the label of a spec with one variable, which TLC writes without a conjunction", () => {
    expect(new StateReader([]).lines("x = {2, 1}")).toEqual(["x = {1, 2}"]);
  });

  it("refuses what is no variable", () => {
    expect(() => new StateReader([]).lines("nothing")).toThrow("without a variable: nothing");
  });
});
