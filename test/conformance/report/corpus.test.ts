import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseXml } from "@rgrove/parse-xml";
import type { Log } from "sarif";
import { describe, expect, it } from "vitest";
import {
  checkRun,
  formatVerdict,
  junitXml,
  markdownSummary,
  sarifLog,
  verdictJson,
} from "#conformance";
import { foldersIn } from "../../support/corpus.js";
import { sarifFaults, verdictFaults } from "./schemas.js";

const bad = fileURLToPath(new URL("../../../traces/bad", import.meta.url));
const seen = { clauses: 0, assignments: 0, reducers: 0, messages: 0 };

describe("the reports of every damaged copy", () => {
  it.each(foldersIn(bad))("%s", async (name) => {
    const verdict = await checkRun(join(bad, name));
    expect(verdict.verdict).not.toBe("conforms");
    expect(verdictFaults(JSON.parse(verdictJson(verdict)))).toEqual([]);
    const runs = [{ run: `traces/bad/${name}`, verdict, seconds: 0.1 }];
    const log = JSON.parse(sarifLog(runs, "0.1.0")) as Log;
    expect(sarifFaults(log)).toEqual([]);
    expect(log.runs[0]?.results).toHaveLength(1);
    expect(parseXml(junitXml(runs)).root?.name).toBe("testsuites");
    const lines = formatVerdict(verdict).split("\n");
    expect(lines.length).toBeLessThanOrEqual(60);
    expect(markdownSummary(runs)).toContain(lines.at(-1));
    if (verdict.verdict !== "violates") return;
    const { clause, fields, places, history = [] } = verdict;
    if (clause !== undefined) seen.clauses += 1;
    if (fields.some(({ assignment }) => assignment !== undefined)) seen.assignments += 1;
    if (places?.reducer !== undefined) seen.reducers += 1;
    if (history.length > 0) {
      seen.messages += 1;
      expect(markdownSummary(runs)).toContain("```mermaid\nsequenceDiagram\n");
    }
  });

  it("name clauses, assignments, the code and messages, each in several", () => {
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(1);
  });
});
