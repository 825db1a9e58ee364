import { beforeAll, describe, expect, it } from "vitest";
import { exportXml, formatProblem, resolveTools, runSany, type Tools } from "tla2tools-runner";
import { fixture } from "./fixtures.js";

let tools: Tools;
beforeAll(async () => {
  tools = await resolveTools();
});

describe("runSany", () => {
  it("accepts a module that parses, with modules from libraries", async () => {
    const libraries = [fixture("library")];
    const result = await runSany({ module: fixture("MCBase.tla"), libraries, tools });
    expect(result).toMatchObject({ verdict: "ok", problems: [] });
    expect(result.output).toContain("Semantic processing of module MCBase");
  });

  it.each([
    ["Broken", /^Broken:3:9: Was expecting "Expression or Instance"/, 1],
    ["Unknown", /^Unknown:3:13: Unknown operator: `zero'\.$/, 2],
    ["Importer", /^Importer: Cannot find source file for module Nowhere imported in module Imp/, 1],
  ])("says where %s does not parse", async (name, first, count) => {
    const { verdict, problems } = await runSany({ module: fixture(`${name}.tla`), tools });
    expect(verdict).toBe("parse-error");
    expect(problems).toHaveLength(count);
    expect(problems.map(formatProblem)[0]).toMatch(first);
  });

  it("is interrupted like any other run", async () => {
    const signal = AbortSignal.abort();
    const result = await runSany({ module: fixture("Counter.tla"), tools, signal });
    expect(result.verdict).toBe("interrupted");
  });
});

describe("exportXml", () => {
  it("returns the semantic tree, with modules from libraries", async () => {
    const libraries = [fixture("library")];
    const xml = await exportXml({ module: fixture("MCBase.tla"), libraries, tools });
    expect(xml).toContain("<RootModule>MCBase</RootModule>");
    expect(xml).toContain("<uniquename>NotThree</uniquename>");
    expect(xml.trimEnd().endsWith("</modules>")).toBe(true);
  });

  it.each([
    ["Broken", "Broken:3:9: Was expecting"],
    ["Unknown", "Unknown:3:13: Unknown operator"],
    ["Importer", "Importer: Cannot find source file"],
  ])("refuses %s with the place of its first fault", async (name, message) => {
    const exported = exportXml({ module: fixture(`${name}.tla`), tools });
    await expect(exported).rejects.toThrow(message);
    await expect(exported).rejects.toMatchObject({ code: "not-parsed" });
  });
});
