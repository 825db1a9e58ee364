import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  parseExpression,
  parseModule,
  printed,
  TlaSyntaxError,
  type Expression,
} from "#conformance/tla";
import { operatorPairs, randomExpressions } from "#conformance/tla-check";
import { packageRoot } from "../../../support/package-root.js";

/** A tree without what is not its meaning: places, and how a list was written. */
function bare(e: Expression): unknown {
  return JSON.parse(
    JSON.stringify(e, (key, value: unknown) => {
      if (key === "at" || key === "bulleted") return undefined;
      const node = value as { kind?: string; items?: readonly unknown[] } | null;
      return node?.kind === "junction" && node.items?.length === 1 ? node.items[0] : value;
    }),
  );
}

const parsed = (text: string): Expression | null => {
  try {
    return parseExpression(text);
  } catch (error) {
    if (error instanceof TlaSyntaxError) return null;
    throw error;
  }
};

/** What a module defines, but for one with an INSTANCE. */
function bodiesOf(text: string): Expression[] {
  try {
    return parseModule(text).definitions.map(({ body }) => body);
  } catch (error) {
    if (error instanceof TlaSyntaxError && error.problem.includes("INSTANCE")) return [];
    throw error;
  }
}

const bodies = ["spec", "spec/models", "spec/traces"].flatMap((folder) => {
  const url = new URL(`${folder}/`, packageRoot);
  return readdirSync(url)
    .filter((file) => file.endsWith(".tla"))
    .map((file) => readFileSync(new URL(file, url), "utf8"))
    .flatMap(bodiesOf);
});

describe("a printed expression", () => {
  it.each([
    ["a + b * c", "(a + (b * c))"],
    ["/\\ a\n/\\ b", "(a /\\ b)"],
    ["a /\\ (b /\\ c)", "(a /\\ (b /\\ c))"],
    ["-a'", "(- (a)')"],
    ["[a EXCEPT ![1].b[2] = @, !.c = 1]", "[a EXCEPT ![1].b[2] = @, !.c = 1]"],
    ['"a\\"b\\\\c"', '"a\\"b\\\\c"'],
    ["WF_v(A) /\\ SF_<<v>>(B)", "(WF_(v)(A) /\\ SF_(<<v>>)(B))"],
    ["[A]_v = <<A>>_v", "([A]_(v) = <<A>>_(v))"],
    ["LET RECURSIVE f(_) f(x) == f(x) IN f(1)", "(LET RECURSIVE f(_) f(x) == f(x) IN f(1))"],
    ["LET g(F(_, _)) == F(1, 2) IN g(LAMBDA x, y : x)", null],
    ["CHOOSE <<a, b>> \\in S \\X T : CASE a -> b [] OTHER -> c", null],
    ["{a : b \\in c, d \\in e}", "{a : b \\in c, d \\in e}"],
  ])("%s", (text, wanted) => {
    const tree = parseExpression(text);
    if (wanted !== null) expect(printed(tree)).toBe(wanted);
    expect(bare(parseExpression(printed(tree)))).toEqual(bare(tree));
  });

  const trees = [
    ...bodies,
    ...operatorPairs().flatMap((text) => parsed(text) ?? []),
    ...randomExpressions(500, 5).map((text) => parseExpression(text)),
  ];

  it("parses to what it was printed from: definitions of spec/, pairs of operators, random ones", () => {
    expect(bodies.length).toBeGreaterThan(450);
    expect(trees.length).toBeGreaterThan(2500);
    const other = trees.filter((tree) => {
      const again = JSON.stringify(bare(parseExpression(printed(tree))));
      return again !== JSON.stringify(bare(tree));
    });
    expect(other.map(printed)).toEqual([]);
  });
});
