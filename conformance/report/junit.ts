/** Renders verdicts as JUnit XML: a test case for each run, as CI servers read it. */
import type { JudgedRun } from "./judged.js";
import { achievements, formatVerdict } from "./text.js";
import { headline } from "./headline.js";

const SUITE = "zabkeeper check";

/** A violation is a failure; a run that cannot be judged, or read, is an error. */
export function junitXml(runs: readonly JudgedRun[]): string {
  const is = (...verdicts: readonly string[]) =>
    runs.filter(({ verdict }) => verdicts.includes(verdict.verdict)).length;
  const counts = attributes({
    name: SUITE,
    tests: String(runs.length),
    failures: String(is("violates")),
    errors: String(is("cannot tell", "bad input")),
    time: seconds(runs.reduce((sum, run) => sum + run.seconds, 0)),
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${counts}>`,
    `  <testsuite${counts}${attributes({ skipped: "0" })}>`,
    ...runs.flatMap(testCase),
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function testCase(one: JudgedRun): string[] {
  const { run, verdict } = one;
  const head = attributes({ name: run, classname: SUITE, time: seconds(one.seconds) });
  if (verdict.verdict === "conforms") {
    const out = `      <system-out>${escaped(achievements(verdict).join("; "))}</system-out>`;
    return [`    <testcase${head}>`, out, "    </testcase>"];
  }
  const element = verdict.verdict === "violates" ? "failure" : "error";
  const what = attributes({ type: verdict.verdict, message: headline(verdict) });
  const body = escaped(formatVerdict(verdict));
  return [
    `    <testcase${head}>`,
    `      <${element}${what}>${body}</${element}>`,
    "    </testcase>",
  ];
}

const seconds = (value: number): string => value.toFixed(3);

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(value).replaceAll("\n", "&#10;")}"`)
    .join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** XML has no way to write most control characters, nor halves of surrogate pairs. */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

function escaped(text: string): string {
  return text.replaceAll(NOT_XML, "\ufffd").replace(/[&<>"]/g, (found) => ENTITIES[found] ?? "");
}
