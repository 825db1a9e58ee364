/** Renders verdicts as a SARIF 2.1.0 log, for code scanning and editors. */
import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import type { Location, Log, ReportingDescriptor, Result, ThreadFlowLocation } from "sarif";
import { WHOLE, type Place } from "../trace/run.js";
import type { Exchange, Passage } from "../verdict/explanation.js";
import { accusation, evidenceOf } from "./headline.js";
import type { JudgedRun } from "./judged.js";
import { exitCodeOf, type Undecided, type Unreadable, type Violates } from "../verdict/verdict.js";
import { called } from "./violation.js";

const RULES = {
  "not enabled": "The spec does not allow the recorded action in the state reached so far.",
  differs: "The spec allows the recorded action, and has it do something else.",
  contradiction: "A recorded line contradicts other evidence.",
  property: "A property is false after a step that the spec allows.",
  "cannot tell": "Evidence is missing or damaged, or there is more than the judge takes.",
  "bad input": "A line is not in the format of a recorded run.",
} as const;

type Rule = keyof typeof RULES;

const idOf = (rule: Rule): string => rule.replace(" ", "-");

/** Runs that conform leave no result. */
export function sarifLog(runs: readonly JudgedRun[], version: string): string {
  const code = Math.max(0, ...runs.map(({ verdict }) => exitCodeOf(verdict)));
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Zabkeeper", version, rules: rules() } },
        invocations: [{ executionSuccessful: true, exitCode: code }],
        columnKind: "utf16CodeUnits",
        results: runs.flatMap(resultsOf),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function rules(): ReportingDescriptor[] {
  return (Object.keys(RULES) as Rule[]).map((rule) => ({
    id: idOf(rule),
    name: rule.replace(/(?:^| )(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: RULES[rule] },
    defaultConfiguration: { level: rule === "cannot tell" ? "warning" : "error" },
  }));
}

function resultsOf({ run, verdict }: JudgedRun): Result[] {
  switch (verdict.verdict) {
    case "conforms":
      return [];
    case "cannot tell":
      return [undecided(run, verdict)];
    case "bad input":
      return unreadable(verdict);
    case "violates":
      return [violation(verdict)];
  }
}

function result(rule: Rule, text: string, at: Location): Result {
  const level = rule === "cannot tell" ? "warning" : "error";
  const ruleIndex = Object.keys(RULES).indexOf(rule);
  return { ruleId: idOf(rule), ruleIndex, level, message: { text }, locations: [at] };
}

function undecided(run: string, { reason, place, missing }: Undecided): Result {
  const absent = missing === undefined ? [] : [at(missing.place, `missing: ${missing.text}`)];
  const found = result("cannot tell", reason, at(place ?? { file: run, line: WHOLE }));
  return { ...found, ...(absent.length > 0 && { relatedLocations: numbered(absent) }) };
}

const unreadable = ({ faults }: Unreadable): Result[] =>
  faults.map(({ place, problem }) => result("bad input", problem, at(place)));

function violation(verdict: Violates): Result {
  const { reason, step, history = [] } = verdict;
  const text = [accusation(verdict), ...evidenceOf(verdict)].join("; ");
  const flow = history.flatMap(ends);
  return {
    ...result(reason, `${text}.`, at(step.place)),
    relatedLocations: numbered(related(verdict)),
    ...(flow.length > 0 && { codeFlows: [{ threadFlows: [{ locations: flow }] }] }),
  };
}

/** The false clause first, then where to look besides the refused line. */
function related(verdict: Violates): Location[] {
  const { clause, property, fields, places, lastGood, sender, nearMisses = [] } = verdict;
  const assignments = fields.flatMap(({ name, assignment }) =>
    assignment === undefined ? [] : [passage(assignment, `what ${name} becomes`)],
  );
  return [
    ...(clause === undefined
      ? []
      : [passage(clause, `guard ${String(clause.number)} of ${clause.action} is false`)]),
    ...(property === undefined
      ? []
      : [passage(property, `${property.name} ${property.title} is false`)]),
    ...assignments,
    ...nearMisses.map((miss) => passage(miss.clause, `${called(miss)}, but for this clause`)),
    ...(places?.spec === undefined ? [] : [passage(places.spec, "the action in the spec")]),
    ...(places?.reducer === undefined ? [] : [at(places.reducer, "the action in the code")]),
    ...(lastGood === null ? [] : [at(lastGood.place, `the last good line: ${called(lastGood)}`)]),
    ...(sender === null ? [] : [at(sender, "the message consumed was sent here")]),
  ];
}

function ends({ from, to, text, sent, received }: Exchange): ThreadFlowLocation[] {
  const [a, b] = [String(from), String(to)];
  return [
    ...(sent === null ? [] : [{ location: at(sent, `server ${a} sends ${text} to ${b}`) }]),
    ...(received === null
      ? []
      : [{ location: at(received, `server ${b} receives ${text} from ${a}`) }]),
  ];
}

const numbered = (locations: readonly Location[]): Location[] =>
  locations.map((location, k) => ({ id: k + 1, ...location }));

function at({ file, line, column }: Place, message?: string): Location {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file) },
      ...(line !== WHOLE && {
        region: { startLine: line, ...(column !== undefined && { startColumn: column }) },
      }),
    },
    ...(message !== undefined && { message: { text: message } }),
  };
}

function passage(
  { file, line, column, endLine, endColumn, text }: Passage,
  says: string,
): Location {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file) },
      region: {
        startLine: line,
        ...(column !== undefined && { startColumn: column }),
        ...(endLine !== undefined && { endLine }),
        ...(endColumn !== undefined && { endColumn }),
        snippet: { text },
      },
    },
    message: { text: says },
  };
}

/** Relative to where the command runs, which in CI is the root of the repository. */
function uriOf(file: string): string {
  if (isAbsolute(file)) return pathToFileURL(file).href;
  return file
    .split(/[/\\]/)
    .map((part) => encodeURIComponent(part))
    .join("/");
}
