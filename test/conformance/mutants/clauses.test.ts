// Every clause of the protocol gets a mutant of its own, and each mutant lacks that clause alone.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import {
  clauseMutants,
  machineMutants,
  readSpec,
  tokens,
  withoutClause,
} from "#conformance/mutants";

const real = fileURLToPath(new URL("../../../spec", import.meta.url));
const fixture = fileURLToPath(new URL("./fixtures/spec/Election.tla", import.meta.url));

function mutantsOf(body: string): string[] {
  const text = `---- MODULE M ----\nVARIABLES x, y, z\n\n${body}\nNext == Act\n====\n`;
  return clauseMutants(new Map([["M", text]])).map(
    ({ id, clause, replacement }) => `${id}: ${clause} => ${replacement}`,
  );
}

describe("clause mutants", () => {
  it("drop each conjunct of a guard and leave out each update", async () => {
    const text = await readFile(fixture, "utf8");
    const found = clauseMutants(new Map([["Election", text]]));
    expect(found.map(({ id, clause, replacement }) => [id, clause, replacement])).toEqual([
      ["Election!Push update queue", "queue' = Append(queue, x)", "UNCHANGED <<queue>>"],
      ["Election!Add guard 1", "count < 3", "TRUE"],
      ["Election!Add guard 2", "count >= 0", "TRUE"],
      ["Election!Add update count", "count' = count + 1", "UNCHANGED <<count>>"],
      ["Election!Add update Push", "Push(count)", "UNCHANGED <<queue>>"],
      ["Election!Take guard 1", "queue # <<>>", "TRUE"],
      ["Election!Take guard 2", "count = 3", "TRUE"],
      ["Election!Take guard 3", "Head(queue) > 0", "TRUE"],
      ["Election!Take guard 4", "count > 0", "TRUE"],
      ["Election!Take update queue", "queue' = Tail(queue)", "UNCHANGED <<queue>>"],
      ["Election!Take update queue 2", "queue' = <<>>", "UNCHANGED <<queue>>"],
    ]);
    const line = text.split("\n").findIndex((each) => each.includes("count >= 0")) + 1;
    expect(found[2]?.line).toBe(line);
  });

  it("find clauses in LET, IF, CASE, quantifiers, sets and parentheses", () => {
    const next = [
      "Both == (x = 1 /\\ y = 1) \\/ z = 1",
      "Act ==",
      "  /\\ \\E k \\in {j \\in 1..3 : j > x /\\ j > y} :",
      "       LET ok == x > 0 /\\ y > 0",
      "           twice(n) == n * 2",
      "       IN  x' = IF ok /\\ Both THEN twice(k) ELSE x",
      "  /\\ CASE x = 1 /\\ y = 2 -> y' = 1",
      "       [] OTHER -> UNCHANGED y",
      "  /\\ \\A k \\in 1..3 : z # k",
      "  /\\ z' = CHOOSE k \\in 1..3 : k > x /\\ k < 3",
    ].join("\n");
    expect(mutantsOf(next)).toEqual([
      "M!Both guard 1: x = 1 => TRUE",
      "M!Both guard 2: y = 1 => TRUE",
      "M!Act guard 1: x > 0 => TRUE",
      "M!Act guard 2: y > 0 => TRUE",
      "M!Act update x: x' = IF ok /\\ Both THEN twice(k) ELSE x => UNCHANGED <<x>>",
      "M!Act guard 3: ok => TRUE",
      "M!Act guard 4: Both => TRUE",
      "M!Act guard 5: x = 1 => TRUE",
      "M!Act guard 6: y = 2 => TRUE",
      "M!Act update y: y' = 1 => UNCHANGED <<y>>",
      "M!Act guard 7: \\A k \\in 1..3 : z # k => TRUE",
      "M!Act update z: z' = CHOOSE k \\in 1..3 : k > x /\\ k < 3 => UNCHANGED <<z>>",
      "M!Act guard 8: k > x => TRUE",
      "M!Act guard 9: k < 3 => TRUE",
    ]);
  });

  it("leave out a whole operator with all that it decides, tuples looked up", () => {
    const next = [
      "pair == <<x, y>>",
      "Reset == x' = 0 /\\ UNCHANGED <<y, z>>",
      "Act == IF x > 3 THEN Reset ELSE x' = x + 1 /\\ UNCHANGED <<y, z>>",
    ].join("\n");
    expect(mutantsOf(next)).toContain("M!Act update Reset: Reset => UNCHANGED <<x, y, z>>");
    expect(mutantsOf("pair == <<x, y>>\nAct == UNCHANGED pair")).toEqual([]);
  });

  it("leave out the half of an instance, and an action that stands for a parameter", () => {
    const part = [
      "VARIABLES x, y",
      "Go(s) == x = s /\\ x' = s /\\ UNCHANGED y",
      "Later == y' = 1",
      "Other == y > 0 /\\ y' = 2",
      "Next == Go(1)",
    ].join("\n");
    const whole = [
      "VARIABLES x, y, z",
      "P == INSTANCE Part",
      "Q == INSTANCE Part WITH x <- z",
      "Of(A) == A /\\ UNCHANGED z",
      "Both(s) == P!Go(s) /\\ z' = 1",
      "Act ==",
      "  \\/ Of(P!Go(1))",
      "  \\/ Both(2) /\\ x'[1] = z",
      "  \\/ z' = 3 /\\ Q!Later",
      "Next == Act",
    ].join("\n");
    const texts = new Map([["Part", part]]);
    const found = clauseMutants(new Map([["Whole", whole]]), () => texts);
    expect(
      found.map(({ id, clause, replacement }) => `${id}: ${clause} => ${replacement}`),
    ).toEqual([
      "Whole!Of update A: A => UNCHANGED <<x, y>>",
      "Whole!Both update Go: P!Go(s) => UNCHANGED <<x, y>>",
      "Whole!Both update z: z' = 1 => UNCHANGED <<z>>",
      "Whole!Act update Of: Of(P!Go(1)) => UNCHANGED <<z, x, y>>",
      "Whole!Act update Both: Both(2) => UNCHANGED <<x, y, z>>",
      "Whole!Act guard 1: x'[1] = z => TRUE",
      "Whole!Act update z: z' = 3 => UNCHANGED <<z>>",
      "Whole!Act update Later: Q!Later => UNCHANGED <<y>>",
      "Part!Go guard 1: x = s => TRUE",
      "Part!Go update x: x' = s => UNCHANGED <<x>>",
      "Part!Later update y: y' = 1 => UNCHANGED <<y>>",
    ]);
  });

  it("leave what is substituted in an instance to whoever instantiates it", () => {
    const part = "VARIABLES x, y\nGo == x' = 1 /\\ y' = 1\nNext == Go";
    const whole =
      "VARIABLES y, z\nQ == INSTANCE Part WITH x <- z\nAct == z' = 1 /\\ Q!Go\nNext == Act";
    const found = clauseMutants(new Map([["Whole", whole]]), () => new Map([["Part", part]]));
    expect(found.map(({ id, replacement }) => `${id} => ${replacement}`)).toContain(
      "Whole!Act update Go => UNCHANGED <<y>>",
    );
  });

  it("refuse a layout that they do not know", () => {
    expect(() => mutantsOf("Act ==\n    /\\ x = 1\n  + 1")).toThrow(/^line 6: stands left of/);
    expect(() => mutantsOf("Act == IF x = 1 THEN y = 2")).toThrow(/^line 4: ELSE is missing$/);
    expect(() => mutantsOf("Act == (x = 1")).toThrow(/^line 4: a bracket is not closed$/);
    expect(() => mutantsOf("Act ==")).toThrow(/^line 5: an expression is missing$/);
  });
});

describe("the clauses of the specs", () => {
  it("have one mutant each, by a name of its own", async () => {
    const found = machineMutants(await readSpec(real));
    const ids = found.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain("Zab!FollowerProcessCOMMIT guard 3");
    expect(ids).toContain("Zab!LeaderDropLearner update learnerZxid");
    expect(ids).toContain("Channels!Close update toLearner");
    expect(ids).toContain("Election!ReceiveOlder guard 3");
    expect(ids).toContain("ZabElection!Restart update Forget");
    expect(ids).toContain("Election!RefreshEpoch update vote");
    expect(ids.filter((id) => /!(TypeOK|Init|Next|Spec) /.test(id))).toEqual([]);
  });

  it("are all there: every primed variable of an action stands in one of them", async () => {
    const spec = await readSpec(real);
    const found = machineMutants(spec);
    for (const module of ["Channels", "Zab", "Election"]) {
      const text = spec.texts.get(module) ?? "";
      const protocol = text.slice(0, text.search(/^Next ==/m));
      const missed = tokens(protocol === "" ? text : protocol)
        .filter((token) => token.text.endsWith("'"))
        .filter(({ start, end }) => {
          return !found.some(
            (each) => each.module === module && each.start <= start && end <= each.end,
          );
        });
      expect(missed.map(({ line, text: name }) => `${module}:${String(line)} ${name}`)).toEqual([]);
    }
  });

  it("change the module that they stand in, at that place and at no other", async () => {
    const spec = await readSpec(real);
    for (const mutant of machineMutants(spec)) {
      const before = spec.texts.get(mutant.module) ?? "";
      const [[module, after] = ["", ""], ...others] = withoutClause(spec, mutant);
      expect([module, others.length]).toEqual([mutant.module, 0]);
      expect(after.length - before.length).toBe(
        mutant.replacement.length - (mutant.end - mutant.start),
      );
      expect(after.slice(mutant.start).startsWith(mutant.replacement)).toBe(true);
    }
  });
});
