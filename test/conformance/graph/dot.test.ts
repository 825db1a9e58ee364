import { describe, expect, it } from "vitest";
import { dotLine } from "#conformance/graph";

describe("dotLine", () => {
  it.each([
    [
      '-12 [label="/\\\\ x = \\"a\\"",style = filled]',
      { kind: "state", id: "-12", text: '/\\\\ x = \\"a\\"', initial: true },
    ],
    ['7 [label="x = 1"];', { kind: "state", id: "7", text: "x = 1", initial: false }],
    [
      '-1 -> 2 [label="A__3",color="black",fontcolor="black"];',
      { kind: "edge", from: "-1", to: "2", operator: "A__3" },
    ],
    ["strict digraph DiskGraph {", null],
    ["{rank = same; -1;2;}", null],
    ["}", null],
  ])("reads %s", (line, wanted) => {
    expect(dotLine(line)).toEqual(wanted);
  });

  it("refuses a line that it does not know: it may be a state", () => {
    expect(() => dotLine('x1 -> x2 [label="A"]')).toThrow(/unknown line: x1 -> x2/);
  });
});
