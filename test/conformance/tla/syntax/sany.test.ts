import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  moduleOf,
  operatorPairs,
  ourTrees,
  readLayouts,
  REFUSED,
  treeOf,
} from "#conformance/tla-check";
import { packageRoot } from "../../../support/package-root.js";

const file = (name: string) =>
  readFileSync(new URL(`test/conformance/tla/syntax/sany/${name}`, packageRoot), "utf8");
const ours = (text: string) => treeOf(ourTrees(moduleOf(text)));

describe("what SANY makes of operators and layouts", () => {
  const operators = file("operators.txt")
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t") as [string, string]);

  it("is recorded for every pair of operators", () => {
    expect(operators.map(([text]) => text)).toEqual(operatorPairs());
    const refused = operators.filter(([, tree]) => tree === REFUSED).length;
    expect(refused).toBeGreaterThan(200);
    expect(operators.length - refused).toBeGreaterThan(500);
  });

  it("is what our parser makes of each pair", () => {
    expect(operators.filter(([text, tree]) => ours(text) !== tree)).toEqual([]);
  });

  it.each(readLayouts(file("layouts.txt")).map((one) => [one.label, one] as const))(
    "is what our parser makes of: %s",
    (_, { text, tree }) => {
      expect(tree).not.toBeNull();
      expect(ours(text)).toBe(tree);
    },
  );
});
