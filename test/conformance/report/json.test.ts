import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { checkRun, exitCodeOf, verdictJson } from "#conformance";
import { all, broken, notEnabled, summary } from "./verdicts.js";

const file = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const schema = JSON.parse(readFileSync(file("docs/judge/verdict.schema.json"), "utf8")) as object;
const validate = new Ajv2020({ allErrors: true }).compile(schema);

function complaints(document: unknown): string[] {
  return validate(document)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message = "" }) => `${instancePath} ${message}`);
}

describe("verdictJson", () => {
  it.each(all)("is what the schema says: %s", (_, verdict) => {
    const document = JSON.parse(verdictJson(verdict)) as object;
    expect(complaints(document)).toEqual([]);
    expect({ ...verdict, v: 1, exitCode: exitCodeOf(verdict) }).toEqual(document);
  });

  it.each([
    ["bad/follower-restarted-lines-swapped", "violates"],
    ["bad/steady-writes-ack-early", "violates"],
    ["bad/steady-writes-line-deleted", "cannot tell"],
    ["bad/contested-elections-field-unknown", "bad input"],
    ["good/truncated-leader", "conforms"],
  ])("is what the schema says for %s", { timeout: 60_000 }, async (run, wanted) => {
    const verdict = await checkRun(file(`traces/${run}`));
    expect(verdict.verdict).toBe(wanted);
    expect(complaints(JSON.parse(verdictJson(verdict)))).toEqual([]);
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
