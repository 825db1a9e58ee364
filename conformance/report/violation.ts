/** What is said of a run that the spec does not allow: what, where, why, and where to look. */
import { basename } from "node:path";
import { placeText, type Place } from "../trace/run.js";
import type {
  Clause,
  Exchange,
  FieldShown,
  NearMiss,
  Passage,
  Valued,
} from "../verdict/explanation.js";
import { ROOM, section, sentence, wrapped, type Section } from "./section.js";
import { shortened, valueLines } from "./values.js";
import type { StepShown, Violates } from "../verdict/verdict.js";

/** `Action(l = 1, f = 2)` */
export function called({ action, parameters }: Pick<StepShown, "action" | "parameters">): string {
  return `${action}(${parameters.join(", ")})`;
}

/** Which line of which server is refused. */
export function refusedStep({ step }: Violates): string {
  const q = step.q === null ? "the header" : `q ${String(step.q)}`;
  return `server ${String(step.server)}, ${placeText(step.place)} (${q}), ${called(step)}`;
}

/** The fault in one sentence. */
export function faultOf(verdict: Violates): string {
  const { reason, spec, clause, properties } = verdict;
  switch (reason) {
    case "not enabled": {
      const guard = clause === undefined ? "" : `: guard ${String(clause.number)} is false`;
      return `${spec}.tla does not allow this action here${guard}`;
    }
    case "contradiction":
      return "this line contradicts other evidence";
    case "property":
      return `the step is allowed, and property ${properties.join(", ")} is false after it`;
    case "differs":
      return `${spec}.tla allows this action here, but not what it did`;
  }
}

const passageText = ({ file, line }: Passage): string => placeText({ file, line });

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

const codeLine = (at: Passage): string =>
  `${passageText(at)}  ${shortened(at.text, Math.max(20, ROOM - passageText(at).length - 2))}`;

const valued = (values: readonly Valued[]): string[] => indented(valueLines(values, ROOM - 2));

function clauseLines(clause: Clause): string[] {
  const { changed } = clause;
  const since =
    changed === undefined ? [] : [`last changed by ${placeText(changed.place)} ${changed.text}`];
  return [codeLine(clause), ...valued(clause.values), ...indented(since)];
}

function fieldLines(field: FieldShown, verb: string): string[] {
  const { name, recorded, expected, before, assignment, path = [] } = field;
  const was = before === undefined ? "" : ` (was ${shortened(before, 24)})`;
  const whole = `${name}: recorded ${recorded}, ${verb} ${expected}${was}`;
  const long = whole.length > ROOM;
  const head = long ? [`${name}${was}:`] : [whole];
  const sides = [
    { text: "recorded", value: recorded },
    { text: verb, value: expected },
  ];
  return [
    ...head,
    ...(long ? valued(sides) : []),
    ...(assignment === undefined ? [] : indented([codeLine(assignment)])),
    ...valued(path),
  ];
}

function propertySection({ property, reason }: Violates): Section {
  const defect = "a run of the spec breaks it: a defect of the spec";
  if (property === undefined) return section("property", reason === "property" ? [defect] : []);
  const { name, title, witnesses } = property;
  const bound = witnesses.map(({ text, value }) => `${text} = ${shortened(value, 40)}`);
  return section(
    "property",
    [
      `${name} ${title} is false after this step`,
      codeLine(property),
      ...(bound.length === 0 ? [] : indented([`with ${bound.join(", ")}`])),
      ...valued(property.values),
      defect,
    ],
    "bad",
  );
}

function nearMissLines({ clause, ...step }: NearMiss): string[] {
  const [at = "", ...values] = clauseLines(clause);
  return [`${called(step)}, but for guard ${String(clause.number)}:`, `  ${at}`, ...values];
}

/** One message: who to whom, and the lines at both ends; their folder is that of the run. */
function exchangeLine({ from, to, text, sent, received }: Exchange): string {
  const lineOf = ({ file, line }: Place) => `${basename(file)}:${String(line)}`;
  const begin = sent === null ? "the line that sent it is not there" : lineOf(sent);
  const end = received === null ? "not read so far" : lineOf(received);
  return `${String(from)} → ${String(to)}  ${text}  (${begin} → ${end})`;
}

function placeLines({ places }: Violates): string[] {
  if (places === undefined) return [];
  const { spec, reducer, trace } = places;
  return [
    ...(spec === undefined ? [] : [`spec     ${passageText(spec)}`]),
    ...(reducer === undefined ? [] : [`reducer  ${placeText(reducer)}`]),
    `trace    ${placeText(trace)}`,
  ];
}

/** The sections of a violation, the most important first; the summary is not among them. */
export function violationSections(verdict: Violates): Section[] {
  const { reason, fields, clause, nearMisses = [], situation, enabled, lastGood } = verdict;
  const { sender, history = [], next = [], candidates = 1 } = verdict;
  const verb = reason === "contradiction" ? "should be" : "spec";
  const readings =
    candidates > 1 ? [`in each of ${String(candidates)} readings of the run so far`] : [];
  const none = reason === "not enabled" && enabled.length === 0 ? ["nothing"] : [];
  return [
    section(
      "violates",
      [refusedStep(verdict), shortened(faultOf(verdict), ROOM), ...readings],
      "bad",
    ),
    section(
      "last good",
      lastGood === null ? [] : [`${placeText(lastGood.place)} ${called(lastGood)}`],
    ),
    section("false", clause === undefined ? [] : clauseLines(clause), "bad"),
    section(
      "differs",
      fields.flatMap((field) => fieldLines(field, verb)),
      "bad",
    ),
    propertySection(verdict),
    section("near miss", nearMisses.flatMap(nearMissLines)),
    section("state", wrapped(situation.map((item) => shortened(item, ROOM)))),
    section("enabled", enabled.length === 0 ? none : wrapped(enabled)),
    section("sent at", sender === null ? [] : [placeText(sender)]),
    section("messages", history.map(exchangeLine)),
    section("look at", placeLines(verdict)),
    section("next", next.flatMap(sentence)),
  ];
}
