import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  modelValue,
  resolveTools,
  runTlc,
  type Printed,
  type TlcOptions,
  type TlcProgress,
  type TlcResult,
  type Tools,
} from "tla2tools-runner";
import { fixture } from "./fixtures.js";

const blue = modelValue("blue");
let tools: Tools;
let tempDir: string;

beforeAll(async () => {
  tools = await resolveTools();
  tempDir = await mkdtemp(join(tmpdir(), "runner-test-"));
});
afterAll(async () => {
  await rm(tempDir, { recursive: true, force: true });
});

function counter(config: string, options: Partial<TlcOptions> = {}): Promise<TlcResult> {
  const files = { module: fixture("Counter.tla"), config: fixture(`counter-${config}.cfg`) };
  return runTlc({ ...files, tools, tempDir, ...options });
}

describe("runTlc", () => {
  it("counts the states of a model that holds, exactly", async () => {
    const progress: TlcProgress[] = [];
    const result = await counter("ok", { onProgress: (each) => progress.push(each) });
    expect(result).toMatchObject({
      verdict: "ok",
      property: null,
      message: null,
      counts: { generated: 7, distinct: 7, queue: 0, depth: 4 },
      counterexample: [],
      diagnostics: [],
      tlcVersion: "TLC2 Version 2.18 of 20 March 2023",
      exitCode: 0,
    });
    expect(result.durationMs).toBeGreaterThan(100);
    expect(progress.at(-1)).toMatchObject({ generated: 7, distinct: 7, queue: 0 });
    expect(
      progress.some(({ depth, generatedPerMinute }) => depth === 4 && generatedPerMinute),
    ).toBe(true);
  });

  it("leaves nothing behind, neither in its temporary folder nor beside the module", async () => {
    const before = await readdir(fixture("."));
    await counter("ok");
    expect(await readdir(tempDir)).toEqual([]);
    expect(await readdir(fixture("."))).toEqual(before);
  });

  it("names a violated invariant and decodes how it came about", async () => {
    const result = await counter("invariant");
    expect(result).toMatchObject({ verdict: "invariant", property: "Small", exitCode: 12 });
    expect(result.message).toBe("Invariant Small is violated.");
    expect(result.counterexample).toHaveLength(3);
    expect(result.counterexample[0]).toMatchObject({
      index: 1,
      action: "Init",
      parameters: [],
      location: null,
      state: { total: 0, added: [] },
    });
    expect(result.counterexample[2]).toStrictEqual({
      index: 3,
      action: "Add",
      parameters: [2, { by: blue }],
      location: { module: "Counter", line: 14, column: 5, endLine: 17, endColumn: 44 },
      state: {
        total: 3,
        added: [
          { amount: 1, colour: blue },
          { amount: 2, colour: blue },
        ],
        ev: ["Add", [2, { by: blue }]],
      },
      changed: ["added", "ev", "total"],
    });
  });

  it("names an invariant that an initial state violates, and decodes every kind of value", async () => {
    const initial = await counter("initial");
    expect(initial).toMatchObject({ verdict: "invariant", property: "NotZero" });
    expect(initial.message).toBe("Invariant NotZero is violated by the initial state.");

    const values = { module: fixture("Values.tla"), config: fixture("values.cfg") };
    const { counterexample } = await runTlc({ ...values, tools, tempDir });
    const [a, b] = [modelValue("a"), modelValue("b")];
    expect(counterexample.map(({ state }) => state["all"])).toStrictEqual([
      {
        model: a,
        function: new Map([
          [a, 1],
          [b, -2],
        ]),
        numbers: new Map([
          [0, 0],
          [1, 1],
          [2, 4],
        ]),
        set: new Set([1, 2]),
        empty: new Set(),
        interval: new Set([2, 3, 4]),
        text: 'quote " backslash \\ newline \n >> end',
        yes: true,
        sequence: [1, [], ["x"]],
        noDomain: [],
        subsets: new Set([new Set(), new Set([1]), new Set([2]), new Set([1, 2])]),
        records: new Set([{ n: 1 }, { n: 2 }]),
      },
    ]);
    expect(counterexample[0]).toMatchObject({ action: "Initial predicate", parameters: null });
  });

  it("tells a deadlock from an error, and is told when there is none to be found", async () => {
    const result = await counter("deadlock");
    expect(result).toMatchObject({ verdict: "deadlock", property: null, exitCode: 11 });
    expect(result.counterexample.at(-1)).toMatchObject({ action: "Add", state: { total: 3 } });
    expect(await counter("deadlock", { deadlock: false })).toMatchObject({ verdict: "ok" });
  });

  it("names a violated action property with the step that violates it", async () => {
    const result = await counter("action");
    expect(result).toMatchObject({
      verdict: "action-property",
      property: "OneByOne",
      exitCode: 13,
    });
    expect(result.counterexample.at(-1)).toMatchObject({ parameters: [2, { by: blue }] });
  });

  it("names a specification that a step violates, of which TLC says the place only", async () => {
    const result = await counter("whole");
    expect(result).toMatchObject({ verdict: "action-property", property: "Whole" });
  });

  it("names a violated temporal property when there is one, and how it is violated for ever", async () => {
    expect(await counter("live")).toMatchObject({
      verdict: "temporal",
      property: "ReachesSeven",
      counterexampleEnd: { kind: "stuttering" },
      exitCode: 13,
    });
    expect(await counter("lives")).toMatchObject({ verdict: "temporal", property: null });
  });

  it("reports a failed Assert with what it says, from inside an invariant too", async () => {
    const result = await counter("assert");
    expect(result.verdict).toBe("assertion");
    expect(result.message).toContain('<<"too much", 2>>');
  });

  it("reports an expression without a value, with the behaviour that leads there", async () => {
    const result = await counter("undefined");
    expect(result.verdict).toBe("evaluation-error");
    expect(result.message).toMatch(/^Evaluating invariant Undefined failed\./);
    expect(result.counterexample.at(-1)?.state["total"]).toBe(2);
  });

  it("reports names and words of the configuration that TLC does not know", async () => {
    const noName = await counter("no-name");
    expect(noName.verdict).toBe("config-error");
    expect(noName.message).toMatch(
      /^The invariant Nowhere specified in the configuration file is not/,
    );
    const noSyntax = await counter("no-syntax");
    expect(noSyntax.verdict).toBe("config-error");
    expect(noSyntax.message).toMatch(/^TLC found an error in the configuration file at line 1/);
  });

  it("says where a module does not parse", async () => {
    const broken = await runTlc({ module: fixture("Broken.tla"), tools, tempDir });
    expect(broken).toMatchObject({ verdict: "parse-error", exitCode: 150 });
    expect(broken.problems).toMatchObject([{ module: "Broken", line: 3, column: 9 }]);
    expect(broken.message).toMatch(/^Broken:3:9: Was expecting "Expression or Instance"/);

    const unknown = await runTlc({ module: fixture("Unknown.tla"), tools, tempDir });
    expect(unknown.problems).toEqual([
      { module: "Unknown", line: 3, column: 13, message: "Unknown operator: `zero'." },
      { module: "Unknown", line: 4, column: 14, message: "Unknown operator: `add'." },
    ]);
  });

  it("hands out what the spec prints, long values put together again", async () => {
    const prints: Printed[] = [];
    const result = await counter("loud", { maxPrinted: 2, onPrint: (each) => prints.push(each) });
    expect(prints).toHaveLength(7);
    expect(result).toMatchObject({ verdict: "ok", printedDropped: 5 });
    expect(result.printed).toEqual(prints.slice(0, 2));
    expect(prints[0]?.text).toContain("\n");
    expect(prints.map(({ value }) => (value as unknown[]).slice(0, 2))).toEqual(
      [0, 1, 2, 2, 3, 3, 3].map((total) => ["SEEN", total]),
    );
  });

  it("counts how often each action is taken when asked", async () => {
    const { coverage } = await counter("ok", { coverage: true });
    expect(coverage).toMatchObject([
      { kind: "init", action: "Init", distinct: 1, taken: 1 },
      { kind: "next", action: "Add", distinct: 6, taken: 6, location: { module: "Counter" } },
    ]);
    expect((await counter("ok")).coverage).toEqual([]);
  });

  it("walks at random with a seed, and finds the same violation again", async () => {
    const walk = { simulate: { num: 3 }, depth: 5, seed: 7 };
    expect(await counter("ok", walk)).toMatchObject({
      verdict: "ok",
      seed: "7",
      counts: { distinct: null, depth: null },
    });
    const first = await counter("invariant", walk);
    expect(first).toMatchObject({ verdict: "invariant", property: "Small" });
    expect((await counter("invariant", walk)).counterexample).toEqual(first.counterexample);
  });

  it("writes the state graph with the names of actions", async () => {
    const file = join(tempDir, "graph.dot");
    await counter("ok", { dump: { file, format: "dot" } });
    const dot = await readFile(file, "utf8");
    await rm(file);
    expect(dot.match(/label="Add"/g)).toHaveLength(6);
  });

  it("finds modules in libraries and completes the states of a difference trace", async () => {
    const options = {
      module: fixture("MCBase.tla"),
      libraries: [fixture("library")],
      tools,
      tempDir,
    };
    const result = await runTlc({ ...options, difftrace: true, workers: 1, heap: "256m" });
    expect(result).toMatchObject({ verdict: "invariant", property: "NotThree" });
    expect(
      result.counterexample.map(({ action, state, changed }) => ({ action, state, changed })),
    ).toEqual([
      { action: "Initial predicate", state: { x: 0, y: { still: "here" } }, changed: ["x", "y"] },
      { action: "Named", state: { x: 1, y: { still: "here" } }, changed: ["x"] },
      { action: "Named", state: { x: 3, y: { still: "here" } }, changed: ["x"] },
    ]);
  });

  it("keeps two runs at once apart", async () => {
    const results = await Promise.all([counter("ok"), counter("invariant")]);
    expect(results.map(({ verdict }) => verdict)).toEqual(["ok", "invariant"]);
  });

  it("says when Java itself gives up", async () => {
    const result = await counter("ok", { jvmFlags: ["-XX:NoSuchFlag"] });
    expect(result).toMatchObject({ verdict: "failed", exitCode: 1, tlcVersion: null });
    expect(result.message).toMatch(/^TLC ended with code 1: .*NoSuchFlag/);
  });

  it.each<[string, Partial<TlcOptions>, RegExp]>([
    ["no workers", { workers: 0 }, /^option workers is 0: it takes a whole number from 1 up$/],
    ["a heap in words", { heap: "much" }, /^option heap is much: it takes a size such as "4g"/],
    ["half a seed", { seed: 0.5 }, /^option seed is 0.5: it takes a whole number$/],
    [
      "depth without walks",
      { depth: 5 },
      /^option depth is 5: it takes together with simulate only/,
    ],
    ["a graph by another name", { dump: { file: "g", format: "dot" } }, /ends in \.dot$/],
    [
      "a module that is not there",
      { module: "/no/Where.tla" },
      /^the module \/no\/Where.tla is not/,
    ],
    [
      "a configuration that is not there",
      { config: "/no.cfg" },
      /^the configuration \/no.cfg is not/,
    ],
  ])("refuses %s before anything starts", async (_, options, message) => {
    await expect(counter("ok", options)).rejects.toThrow(message);
    expect(await readdir(tempDir)).toEqual([]);
  });
});
