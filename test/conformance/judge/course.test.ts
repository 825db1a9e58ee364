import { describe, expect, it } from "vitest";
import { loadSpec, parseConfig } from "#conformance/tla";
import { Course } from "../../../dist/conformance/judge/course.js";
import { Machine } from "../../../dist/conformance/judge/machine.js";

/** A server that adds what a line says to a sum, or any of several numbers for "any". */
const TOY = `---- MODULE StepToy ----
EXTENDS Naturals, Sequences
VARIABLES step, sum, last

StepInit == step = <<>> /\\ sum = 0 /\\ last = 0
Begin(n) == sum' = n /\\ UNCHANGED <<step, last>>
Added(e) == IF e[1] = "any" THEN 1..e[2] ELSE {e[2]}
Take == \\E e \\in {step} :
  /\\ e[1] # "never"
  /\\ \\E n \\in Added(e) : sum' = sum + n /\\ last' = n
  /\\ UNCHANGED step
StepNext == Take
Fits(e) == e[3] = 0 \\/ sum' = e[3]
Everyone == {}

Small == sum < 1000
NoNine == last # 9
Grows == sum' > sum
StateProperties ==
  /\\ Small
  /\\ NoNine
StepProperties ==
  /\\ Grows
====
`;

function toy(begin: number | null = null): Course {
  const spec = loadSpec("StepToy", (module) => (module === "StepToy" ? TOY : undefined));
  const config = parseConfig("INIT StepInit\nNEXT StepNext\n");
  const text = { name: "Zab", spec, config, fileOf: (module: string) => `${module}.tla` } as const;
  return Course.from(new Machine(text), begin === null ? null : [begin]);
}

/** What is known of the sum, smallest first. */
function sums({ candidates, machine }: Course): number[] {
  const k = machine.evaluator.variables.indexOf("sum");
  return candidates.map((state) => Number(state[k])).sort((a, b) => a - b);
}

describe("Course", () => {
  it("goes where a line leads", () => {
    const course = toy(5);
    expect(course.take(["add", 2, 7])).toBe(null);
    expect(sums(course)).toEqual([7]);
    expect(course.count("sum")).toBe(7);
  });

  it("keeps every reading of a line, each once, until a later line tells them apart", () => {
    const course = toy();
    expect(course.take(["any", 3, 0])).toBe(null);
    expect(sums(course)).toEqual([1, 2, 3]);
    expect(course.take(["any", 2, 4])).toBe(null);
    expect(sums(course)).toEqual([4, 4]);
    expect(course.take(["add", 6, 10])).toBe(null);
    expect(sums(course)).toEqual([10]);
  });

  it("refuses a line whose action no reading allows, and stays where it was", () => {
    const course = toy(5);
    expect(course.take(["never", 1, 0])).toMatchObject({ reason: "not enabled" });
    expect(sums(course)).toEqual([5]);
  });

  it("refuses a line that shows something else than every step does", () => {
    expect(toy().take(["add", 2, 3])).toMatchObject({ reason: "differs" });
  });

  it("drops a reading in which a property is false", () => {
    const course = toy();
    expect(course.take(["any", 10, 0])).toBe(null);
    expect(sums(course)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 10]);
  });

  it("names the properties that are false in every reading, of a state and of a step", () => {
    expect(toy().take(["add", 1000, 0])).toMatchObject({ reason: "property", names: ["Small"] });
    expect(toy().take(["add", 9, 0])).toMatchObject({ names: ["NoNine"] });
    expect(toy().take(["add", 0, 0])).toMatchObject({ reason: "property", names: ["Grows"] });
  });

  it("evaluates every property of the first state, whatever has changed", () => {
    expect(toy(2000).take(["add", 1, 0])).toMatchObject({ names: ["Small"] });
  });

  it("gives up where too much is left open, and says how much", () => {
    expect(() => toy().take(["any", 600, 0])).toThrow("more than 500 readings of the run");
  });
});
