import { describe, expect, it } from "vitest";
import { exitCodeOf, verdictJson } from "#conformance";
import { verdictFaults as complaints } from "./schemas.js";
import { all, broken, notEnabled, summary } from "./verdicts.js";

describe("verdictJson", () => {
  it.each(all)("is what the schema says: %s", (_, verdict) => {
    const document = JSON.parse(verdictJson(verdict)) as object;
    expect(complaints(document)).toEqual([]);
    expect({ ...verdict, v: 1, exitCode: exitCodeOf(verdict) }).toEqual(document);
  });
});

describe("the schema", () => {
  const good = JSON.parse(verdictJson(notEnabled)) as Record<string, unknown>;

  it.each([
    ["another exit code", { ...good, exitCode: 0 }, "/exitCode"],
    ["a field that nobody described", { ...good, extra: 1 }, "additional properties"],
    ["a field that is missing", { ...good, step: undefined }, "'step'"],
    ["a clause that holds", { ...good, clause: { ...notEnabled.clause, holds: true } }, "/holds"],
    ["a place without its line", { ...good, sender: { file: "a" } }, "/sender"],
    ["a property without a name", { ...good, property: { ...broken.property, name: 1 } }, "/name"],
    ["a count below zero", { ...good, summary: { ...summary, files: -1 } }, "/summary/files"],
    ["another verdict", { ...good, verdict: "maybe" }, "/verdict"],
  ])("refuses %s", (_, document, named) => {
    expect(complaints(JSON.parse(JSON.stringify(document))).join("\n")).toContain(named);
  });
});
