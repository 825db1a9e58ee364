import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { interpreter, loadSpec, parseConfig, ValueTable, type State } from "#conformance/tla";
import { packageRoot } from "../../../support/package-root.js";

const MODULE = `---- MODULE Steps ----
EXTENDS Naturals, Sequences
VARIABLES x, y, h
both == <<x, y>>
vars == <<both, h>>
Init == x \\in 1..2 /\\ y = x /\\ (h = <<>> \\/ h = <<x>>)
Set(v, n) == v' = n
Choose == \\E n \\in 1..3 : n # x /\\ x' = n /\\ UNCHANGED <<y, h>>
Twice == x' = 1 /\\ x' \\in {1, 2} /\\ UNCHANGED y /\\ h' = h
Either == (IF x = 1 THEN x' = 5 ELSE x' = 6) /\\ CASE y = 1 -> y' = 7 [] OTHER -> y' = 8
  /\\ LET g == Append(h, x') IN h' = g
All == (\\A n \\in {1} : Set(x, n)) /\\ Set(y, x') /\\ h' = <<>>
Later == x' = 1 /\\ y' = x' + 1 /\\ Len(h') = 1 /\\ h' = <<1>>
Loose == x' = 1
Test == UNCHANGED vars /\\ UNCHANGED <<x, y>> /\\ UNCHANGED (x + y)
Stutter == [x' = 9 /\\ UNCHANGED <<y, h>>]_vars
Moves == <<x' \\in {x, 9} /\\ UNCHANGED <<y, h>>>>_vars
Free(A) == A /\\ UNCHANGED <<y, h>>
Wrapped(n) == Free(x' = n)
Inner == \\E n \\in {3, 4} : Wrapped(n) \\/ Choose
Next == Inner \\/ Twice \\/ Wrapped(8)
Spec == Init /\\ [][Next]_vars
====`;

const spec = loadSpec("Steps", () => MODULE);
const table = new ValueTable();
const steps = interpreter(spec, parseConfig("SPECIFICATION Spec"), table);
const show = (state: State) => state.map((value) => table.text(value)).join(" ");
const start = [1, 2, table.emptySequence];
const taken = (name: string, args: number[] = []) => {
  const found: string[] = [];
  steps.action(name)(start, args, (next) => found.push(show(next)));
  return found;
};

describe("actions", () => {
  it.each([
    ["Choose", ["2 2 <<>>", "3 2 <<>>"]],
    ["Twice", ["1 2 <<>>"]],
    ["Either", ["5 8 <<5>>"]],
    ["All", ["1 1 <<>>"]],
    ["Test", ["1 2 <<>>"]],
    ["Stutter", ["9 2 <<>>", "1 2 <<>>"]],
    ["Moves", ["9 2 <<>>"]],
  ])("%s leads to %j", (name, wanted) => {
    expect(taken(name)).toEqual(wanted);
  });

  it("take arguments", () => {
    expect(taken("Wrapped", [4])).toEqual(["4 2 <<>>"]);
  });

  it("must say what becomes of every variable", () => {
    expect(() => taken("Loose")).toThrow("this says nothing of what becomes of y, h");
  });

  it("cannot ask for the next state before they have said what it is", () => {
    expect(() => taken("Later")).toThrow("the variable h has no value yet");
  });

  it("are none where no module defines them", () => {
    expect(() => taken("Nothing")).toThrow("Steps has no action Nothing");
  });
});

describe("behaviours", () => {
  it("begin where Init says", () => {
    const found: string[] = [];
    steps.initial((state) => found.push(show(state)));
    expect(found).toEqual(["1 1 <<>>", "1 1 <<1>>", "2 2 <<>>", "2 2 <<2>>"]);
  });

  it("go on as Next says, each step under the name of its innermost definition", () => {
    const found: string[] = [];
    steps.successors(start, (action, args, next) => {
      found.push(`${action}(${args.join()}) ${show(next)}`);
    });
    expect(found).toEqual([
      ...["Wrapped(3) 3 2 <<>>", "Choose() 2 2 <<>>", "Choose() 3 2 <<>>"],
      ...["Wrapped(4) 4 2 <<>>", "Choose() 2 2 <<>>", "Choose() 3 2 <<>>"],
      ...["Twice() 1 2 <<>>", "Wrapped(8) 8 2 <<>>"],
    ]);
  });

  it.each([
    ["INIT Init", "needs INIT and NEXT"],
    ["INIT Init NEXT Nothing", "has NEXT Nothing, which is not defined"],
    ["SPECIFICATION Next", "is not of the form Init /\\ [][Next]_vars"],
  ])("of %s: %s", (config, problem) => {
    const wrong = interpreter(spec, parseConfig(config), table);
    expect(() => wrong.successors(start, () => undefined)).toThrow(problem);
  });
});

describe("a model of the election", () => {
  it("has the states that TLC finds, and each as often", () => {
    const read = (path: string) => readFileSync(new URL(path, packageRoot), "utf8");
    const textOf = (module: string) =>
      read(`spec/${module.startsWith("MC") ? "models/" : ""}${module}.tla`);
    const values = new ValueTable();
    const config = parseConfig(read("spec/models/el-pair.cfg"));
    const model = interpreter(loadSpec("MCElection", textOf), config, values);
    const view = model.operator("View");
    const seen = new Set<unknown>();
    const waiting: State[] = [];
    let generated = 0;
    const found = (state: State) => {
      generated += 1;
      const seenAs = view(state, null, []);
      if (seen.has(seenAs)) return;
      seen.add(seenAs);
      waiting.push(state);
    };
    model.initial(found);
    for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
      model.successors(state, (_, __, next) => {
        found(next);
      });
    }
    const pinned = JSON.parse(read("spec/models/models.json")) as {
      cfg: string;
      distinct: number;
      generated: number;
    }[];
    const wanted = pinned.find(({ cfg }) => cfg === "el-pair.cfg");
    expect([seen.size, generated]).toEqual([wanted?.distinct, wanted?.generated]);
  });
});
