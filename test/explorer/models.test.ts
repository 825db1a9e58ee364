import { describe, expect, it } from "vitest";
import { ModelError, explore, labelledGraph, readModel } from "#explorer";
import { cfgText, modelNamed } from "./models.js";

const small = cfgText("small");

function complaint(text: string): string {
  try {
    readModel("m", text);
  } catch (error) {
    expect(error).toBeInstanceOf(ModelError);
    return (error as Error).message;
  }
  return "nothing";
}

describe("a model", () => {
  it.each([
    ["VIEW View", "CONSTRAINT Small", /^m: CONSTRAINT is not for the explorer/],
    ["  HeadFits", "  HedFits", /^m: the property HedFits is unknown to the explorer/],
    ["MaxTxn = 1", "MaxTxn = one", /^m: the constant MaxTxn is one, not a whole number/],
    ["MaxTxn = 1", "", /^m: the constant MaxTxn has no value/],
    ["MaxTxn = 1", "MaxTxn = 1\n  Cup = 2", /^m: the constant Cup \(2\) is unknown/],
    ["MaxTxn = 1", "MaxTxn =", /^m: the constant MaxTxn has no value/],
    ["Value <- Nat", "Value <- Nat\n  SyncOps <- NoSyncOps", /constant SyncOps \(NoSyncOps\) is/],
    ['Oracle = "best"', 'Oracle = "worst"', /Oracle is "worst"; the explorer knows "any", "best"/],
    ["Named = TRUE", "Named = 1", /Named is 1; the explorer knows TRUE, FALSE/],
    ["Voter = {s1, s2, s3}", "Voter = {s1, s4}", /Voter holds s4, which is no server/],
    ["Voter = {s1, s2, s3}", "Voter = s1", /Voter is s1, not a set of servers/],
    ["Voter = {s1, s2, s3}", "Voter = {s1, }", /Voter is { s1 , }: a server has no name/],
    ["NEXT MCNext", "NEXT Next", /NEXT Next must be MCNext or MCNextOrStable here/],
    ["NEXT MCNext", "", /NEXT is missing: it must be MCNext or MCNextOrStable here/],
    ["NEXT MCNext", "NEXT", /^m: NEXT VIEW must be|^m: "View" stands/],
    ["INIT MCInit", "SPECIFICATION Spec\nINIT MCInit", /SPECIFICATION is for liveness/],
    ["VIEW View", "", /without VIEW View the steps are part of the states/],
    ["INIT MCInit", "hello INIT MCInit", /"hello" stands outside of every section/],
    ["CHECK_DEADLOCK FALSE", "CHECK_DEADLOCK =", /CHECK_DEADLOCK names nothing/],
  ])("with %j made %j is refused by name", (found, written, message) => {
    expect(small).toContain(found);
    expect(complaint(small.replace(found, written))).toMatch(message);
  });

  it("of an election has the voters 1, 2, …, and no symmetry", () => {
    const text = cfgText("el-d");
    expect(complaint(text.replace("{1, 2, 3}", "{1, 3}"))).toMatch(/Voter is not \{1, 2, …\}/);
    expect(complaint(`${text}\nSYMMETRY Perms`)).toMatch(/SYMMETRY Perms is not for this protocol/);
    expect(complaint(text.replace("EpochsDiffer", "Nat"))).toMatch(
      /Summaries is Nat; the explorer/,
    );
  });

  it("of Zab and the election as one is refused", () => {
    expect(complaint(cfgText("ze-two"))).toMatch(/^m: Zab and the election as one are not for/);
  });

  it("is read past comments", () => {
    const text = `(* a model\n of servers *)\n${small}\\* the end`;
    expect(readModel("small", text)).toEqual(modelNamed("small"));
  });

  it("with symmetry has no labelled graph", () => {
    expect(() => [...labelledGraph(modelNamed("tiny"))]).toThrow(
      "tiny: a labelled graph needs servers 1, 2, … and no SYMMETRY; write a flat cfg",
    );
  });

  it("that needs more memory than it may take is given up with one line", async () => {
    await expect(explore(modelNamed("tiny"), { memory: 0.5 })).rejects.toThrow(
      "tiny: 0 states and more do not fit into 0.5 MiB; give --memory a larger number",
    );
  });

  it("is left when it is told to stop", async () => {
    const abort = new AbortController();
    const found = explore(modelNamed("small"), { workers: 2, signal: abort.signal });
    abort.abort();
    expect(await found).toMatchObject({ complete: false, counterexample: null });
  });
});
