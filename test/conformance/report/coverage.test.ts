import { describe, expect, it } from "vitest";
import { coverageOf, formatCoverage, missedBy, parseGate, type Verdict } from "#conformance";
import { specActions } from "../../support/spec-actions.js";
import { coverableActions } from "../../../dist/conformance/report/coverage.js";
import { conforms, notEnabled, summary } from "./verdicts.js";

const judged = (verdict: Verdict) => ({ run: "run", verdict, seconds: 1 });

describe("coverageOf", () => {
  it("counts the runs that conform, and no other", () => {
    const restarted: Verdict = {
      ...conforms,
      summary: { ...summary, restarts: 2, electionActions: { StartElection: 3, RepeatLast: 9 } },
    };
    const coverage = coverageOf([judged(restarted), judged(conforms), judged(notEnabled)]);
    expect(coverage.get("Zab!LeaderProcessACK")).toBe(40);
    expect(coverage.get("Zab!Restart")).toBe(2);
    expect(coverage.get("Zab!ConnBreak")).toBe(2);
    expect(coverage.get("Election!StartElection")).toBe(6);
    expect(coverage.get("Zab!FollowerProcessTRUNC")).toBe(0);
    expect(coverage.has("Election!RepeatLast")).toBe(false);
    expect(formatCoverage(coverage)).toMatch(/^coverage +5 of \d+ actions seen\n/);
  });

  it("knows the actions of both specs that a run can show", () => {
    const unseen = ["Election!RefreshEpoch", "Election!Restart"];
    expect([...coverableActions(), ...unseen].sort()).toEqual([...specActions()].sort());
  });
});

describe("a gate", () => {
  it("is missed by what was seen too seldom", () => {
    const gate = parseGate("g", '{"actions": {"Zab!LeaderProcessACK": 20, "Zab!Restart": 1}}');
    expect(missedBy(gate, [judged(conforms)])).toEqual([
      "Zab!Restart was never seen, and must be seen once",
    ]);
  });

  it("is missed by a run, or a file, in which nothing happens", () => {
    const gate = parseGate("g", '{"actions": {}}');
    const empty: Verdict = {
      ...conforms,
      summary: { ...summary, steps: 0, silent: ["3.2.ndjson"] },
    };
    expect(missedBy(gate, [judged(empty), judged(conforms)])).toEqual([
      "run holds no step of Zab.tla",
      "3.2.ndjson holds no event",
    ]);
  });

  it.each([
    ["no JSON", "{", "this is no JSON"],
    ["no object", "[]", "actions is not an object"],
    ["nothing", "null", "actions is not an object"],
    ["a list", '{"actions": []}', "actions is not an object"],
    ["an unknown key", '{"actions": {}, "lines": {}}', "lines is not known here"],
    ["no exceptions", '{"actions": {}, "clauses": {}}', 'clauses is not {"except": {…}}'],
    ["a list of them", '{"actions": {}, "antecedents": {"all": 1}}', "antecedents is not"],
    ["no reason", '{"actions": {}, "clauses": {"except": {"a": ""}}}', "clauses, a: write why"],
    ["an unknown action", '{"actions": {"Zab!Fly": 1}}', "Zab!Fly is no action"],
    ["no number", '{"actions": {"Zab!Restart": "1"}}', 'Zab!Restart is "1"'],
    ["none at all", '{"actions": {"Zab!Restart": 0}}', "Zab!Restart is 0"],
  ])("is refused when it is %s", (_, text, wanted) => {
    expect(() => parseGate("gate.json", text)).toThrow(`gate.json: ${wanted}`);
  });
});
