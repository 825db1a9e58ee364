import { describe, expect, it } from "vitest";
import { compile, loadSpec, parseConfig, type Part } from "#conformance/tla";

const MODULE = `---- MODULE Parts ----
EXTENDS Naturals, Sequences
CONSTANT Server
VARIABLES f, g, h
At(v, s) == v[s]
Own(s) == f[s] < g[s]
RECURSIVE Below(_)
Below(n) == n = 0 \\/ (h[n] < 9 /\\ Below(n - 1))
Plain == \\A s \\in Server : f[s] > 0 /\\ Own(s)
Pairs == \\A s, t \\in Server : f[s] = f[t] => g[t] = h
Hidden == \\A s \\in Server : \\E t \\in Server : LET k == g[t] IN f[s] <= k
Given == \\A s \\in Server : At(f, s) = f[s]
Deep == \\A s \\in Server : Below(s)
Whole == f = g
Some == \\A s \\in {t \\in Server : f[t] > 1} : g[s] > 0
Later == \\A s \\in Server : f'[s] = 1
====
`;

function parts(name: string): readonly Part[] {
  const spec = loadSpec("Parts", (module) => (module === "Parts" ? MODULE : undefined));
  const text = `CONSTANT Server = {1, 2}\nINVARIANT ${name}\n`;
  return compile(spec, parseConfig(text)).parts(name);
}

/** Of each part: the variables that an instance reads at its names, and as a whole. */
const readings = (name: string) =>
  parts(name).map(({ instances }) => instances && [instances.readsAt, instances.reads]);

describe("the parts of an invariant", () => {
  it("say which variables they read at the names that they are for", () => {
    expect(readings("Plain")).toEqual([
      [[[0]], []],
      [[[0, 1]], []],
    ]);
    expect(readings("Pairs")).toEqual([[[[0], [0, 1]], [2]]]);
  });

  it("read as a whole what they read at other places", () => {
    expect(readings("Hidden")).toEqual([[[[0]], [1]]]);
    expect(readings("Given")).toEqual([[[[0]], [0]]]);
    expect(readings("Deep")).toEqual([[[[]], [2]]]);
    expect(readings("Whole")).toEqual([null]);
    expect(readings("Some")).toEqual([null]);
  });

  it("are true or false for each choice of their names", () => {
    const { table } = compile(
      loadSpec("Parts", () => MODULE),
      parseConfig("CONSTANT Server = {1, 2}\n"),
    );
    const [part] = parts("Pairs");
    const state = [table.tuple([1, 1]), table.tuple([7, 8]), 7];
    expect(part?.instances?.over).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(part?.instances?.holds(state, [2, 1])).toBe(true);
    expect(part?.instances?.holds(state, [1, 2])).toBe(false);
    expect(part?.holds(state)).toBe(false);
  });

  it("are evaluated of a state alone", () => {
    const [part] = parts("Later");
    expect(() => part?.holds([])).toThrow("Later is about a step, and there is no next state");
  });
});
