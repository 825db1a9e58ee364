import type { XmlText } from "@rgrove/parse-xml";
import { parseXml, XmlElement } from "@rgrove/parse-xml";
import type { Log, Result } from "sarif";
import { describe, expect, it } from "vitest";
import { junitXml, markdownSummary, sarifLog, type JudgedRun, type Verdict } from "#conformance";
import { sarifFaults } from "./schemas.js";
import { all, broken, conforms, differs, notEnabled, undecided, unreadable } from "./verdicts.js";

const judged = (verdict: Verdict, run = "run"): JudgedRun => ({ run, verdict, seconds: 0.25 });
const everything = all.map(([name, verdict]) => judged(verdict, `runs/${name}`));

describe("junitXml", () => {
  const children = (element: XmlElement, name: string): XmlElement[] =>
    element.children.filter(
      (child): child is XmlElement => child instanceof XmlElement && child.name === name,
    );
  const suiteOf = (runs: readonly JudgedRun[]) => {
    const suites = parseXml(junitXml(runs)).root as XmlElement;
    expect(suites.name).toBe("testsuites");
    const [suite] = children(suites, "testsuite");
    return { suites, suite: suite as XmlElement };
  };

  it("counts as its test cases do", () => {
    const { suites, suite } = suiteOf(everything);
    const counts = { tests: "7", failures: "4", errors: "2", time: "1.750" };
    expect(suites.attributes).toMatchObject(counts);
    expect(suite.attributes).toMatchObject({ ...counts, name: "zabkeeper check", skipped: "0" });
    const cases = children(suite, "testcase");
    expect(cases).toHaveLength(7);
    expect(cases.flatMap((one) => children(one, "failure"))).toHaveLength(4);
    expect(cases.flatMap((one) => children(one, "error"))).toHaveLength(2);
    for (const { attributes } of cases) {
      expect(attributes).toMatchObject({ classname: "zabkeeper check", time: "0.250" });
      expect(attributes.name).toMatch(/^runs\//);
    }
  });

  it("carries the headline and the report, whatever characters they have", () => {
    const problem = `"a" < b && c > d \u0000\ud800 é`;
    const faults = [{ place: { file: "a", line: 1 }, field: "", problem }];
    const { suite } = suiteOf([judged({ verdict: "bad input", faults }, "a&b")]);
    const [one] = children(suite, "testcase") as [XmlElement];
    const [error] = children(one, "error") as [XmlElement];
    const clean = `"a" < b && c > d \ufffd\ufffd é`;
    expect(one.attributes.name).toBe("a&b");
    expect(error.attributes).toMatchObject({ type: "bad input", message: `a:1: ${clean}` });
    // The report is made for a terminal: it writes out what no terminal shows.
    const written = `"a" < b && c > d \\u0000\\ud800 é`;
    expect((error.children[0] as XmlText).text).toContain(written);
  });

  it("names what is wrong with a violation", () => {
    const { suite } = suiteOf([judged(notEnabled)]);
    const [failure] = children(children(suite, "testcase")[0] as XmlElement, "failure");
    expect(failure?.attributes.message).toContain("LeaderProcessACK(l = 1, f = 3)");
    expect(failure?.attributes.message).toContain("guard 3 is false");
  });
});

describe("sarifLog", () => {
  const logOf = (...verdicts: readonly Verdict[]) =>
    JSON.parse(
      sarifLog(
        verdicts.map((verdict) => judged(verdict)),
        "0.1.0",
      ),
    ) as Log;
  const resultsOf = (...verdicts: readonly Verdict[]): Result[] =>
    logOf(...verdicts).runs[0]?.results ?? [];

  it("is SARIF 2.1.0 by the official schema", () => {
    const log = JSON.parse(sarifLog(everything, "0.1.0")) as Log;
    expect(sarifFaults(log)).toEqual([]);
    expect(log.runs[0]?.results).toHaveLength(7);
  });

  it("would be refused by it otherwise", () => {
    const [result] = resultsOf(notEnabled);
    const damaged = [
      { ...logOf(notEnabled), version: "2.2.0" },
      { ...logOf(notEnabled), runs: [{ results: [] }] },
      { ...logOf(notEnabled), runs: [{ ...logOf().runs[0], results: [{ ...result, level: 1 }] }] },
    ];
    for (const log of damaged) expect(sarifFaults(log)).not.toEqual([]);
  });

  it("has no result for a run that conforms", () => {
    expect(resultsOf(conforms)).toEqual([]);
  });

  it("points at the trace, the spec and the code", () => {
    const [result] = resultsOf(notEnabled);
    const places = [...(result?.locations ?? []), ...(result?.relatedLocations ?? [])].map(
      ({ physicalLocation }) =>
        `${physicalLocation?.artifactLocation?.uri}:${physicalLocation?.region?.startLine}`,
    );
    expect(places[0]).toBe("run/1.1.ndjson:46");
    expect(places).toContain("spec/Zab.tla:322");
    expect(places).toContain("spec/Zab.tla:318");
    expect(places).toContain("src/state-machine/zab/broadcast/LeaderProcessACK.ts:14");
    expect(result?.message.text).toContain("toLeader[f] # <<>> is false: toLeader[f] = <<>>");
    const [clause] = result?.relatedLocations ?? [];
    expect(clause?.physicalLocation?.region).toEqual({
      ...{ startLine: 322, startColumn: 6, endLine: 322, endColumn: 25 },
      snippet: { text: "toLeader[f] # <<>>" },
    });
  });

  it("follows the messages, and knows the rule of each fault", () => {
    const log = logOf(notEnabled, differs, broken, undecided, unreadable);
    const rules = log.runs[0]?.tool.driver.rules ?? [];
    const results = log.runs[0]?.results ?? [];
    const steps = results[0]?.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
    expect(steps.map(({ location }) => location?.message?.text)).toContain(
      "server 3 sends ACK(1:2); counted to 1",
    );
    expect(results.map(({ ruleId }) => ruleId)).toEqual([
      ...["not-enabled", "differs", "property", "cannot-tell", "bad-input", "bad-input"],
    ]);
    for (const { ruleId, ruleIndex = -1 } of results) expect(rules[ruleIndex]?.id).toBe(ruleId);
    expect(results[3]?.level).toBe("warning");
    expect(log.runs[0]?.invocations?.[0]?.exitCode).toBe(64);
  });

  it("writes any path as a URI, and no region for a whole file", () => {
    const place = { file: "/a b/ü.ndjson", line: 0 };
    const faults = [place, { file: "c d\\e#.ndjson", line: 2, column: 5 }].map((at) => {
      return { place: at, field: "", problem: "p" };
    });
    const [whole, relative] = resultsOf({ verdict: "bad input", faults });
    expect(whole?.locations?.[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: "file:///a%20b/%C3%BC.ndjson" },
    });
    expect(relative?.locations?.[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: "c%20d/e%23.ndjson" },
      region: { startLine: 2, startColumn: 5 },
    });
  });
});

describe("markdownSummary", () => {
  it("has a row for each run and a report for each that does not conform", () => {
    const text = markdownSummary(everything);
    expect(text).toMatch(/^## Zabkeeper: 1 of 7 runs conform\n/);
    expect(text.match(/^\| . /gmu)).toHaveLength(7);
    expect(text.match(/^### /gm)).toHaveLength(6);
    expect(text).toContain("| ✅ conforms | `runs/conforms` |  | 1 epoch established, 10 txns");
    expect(text).toContain("| ❌ violates | `runs/not enabled` | `run/1.1.ndjson:46` | server 1,");
    expect(text.match(/^```text$/gm)).toHaveLength(6);
  });

  it("draws the last messages, those not received with a cross", () => {
    const text = markdownSummary([judged(notEnabled)]);
    const [, diagram = ""] = /```mermaid\n([^]*?)```/.exec(text) ?? [];
    expect(diagram.trimEnd().split("\n")).toEqual([
      "sequenceDiagram",
      "    participant s1 as server 1",
      "    participant s2 as server 2",
      "    participant s3 as server 3",
      "    s1->>s3: PROPOSAL(1:2) (1.1.ndjson:44 → 3.1.ndjson:39)",
      "    s3-xs1: ACK(1:2)#59; counted (3.1.ndjson:40)",
      "    s2->>s1: ACK(1:3) (? → 1.1.ndjson:46)",
      "    Note over s1: refused at 1.1.ndjson:46: LeaderProcessACK(l = 1, f = 3)",
    ]);
  });

  it("draws nothing where no message is known, and breaks no table and no fence", () => {
    const reason = "a | b\n```\nc";
    const text = markdownSummary([
      judged({ ...notEnabled, history: undefined }),
      judged({ verdict: "cannot tell", reason, place: null }, "x|`y"),
    ]);
    expect(text).not.toContain("mermaid");
    expect(text).toContain("| ❔ cannot tell | `x\\|'y` |  | a \\| b ``` c |");
    expect(text).toContain("````text\ncannot tell  a | b");
  });
});
