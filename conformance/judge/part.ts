/** Judges the steps of one spec by its text: each line in its turn, until one is not allowed. */
import type { Datum } from "../steps/datum.js";
import type { Labels } from "../steps/labels.js";
import { findingAt, type Outcomes } from "../finding.js";
import type { StepObserver } from "../report/export/observer.js";
import { EvaluationError, type Value, type ValueTable } from "../tla/index.js";
import { nodeText } from "../trace/nodes.js";
import type { Step } from "../trace/order.js";
import { CannotTell } from "../trace/stop.js";
import { Course, type Refusal } from "./course.js";
import { explained } from "./explain/explained.js";
import { Machine } from "./machine.js";
import type { SpecText } from "./spec-files.js";
import { valueOf } from "./values.js";

/** A line, and the tuple that says what it means. */
export interface Line {
  readonly step: Step;
  readonly datum: Datum;
}

export interface TextPart {
  readonly text: SpecText;
  readonly labels: Labels;
  readonly lines: Iterable<Line> | AsyncIterable<Line>;
  /** What the run begins with, where that is not what Init says: see Begin in StepZab.tla. */
  readonly begin: ((table: ValueTable) => readonly Value[]) | null;
  /** Of a run that conforms: the lengths, or numbers, that these variables hold. */
  readonly counts: readonly string[];
}

/** Lines judged before others may use the thread. */
const BREATH = 2000;

export interface Watched {
  readonly signal?: AbortSignal | undefined;
  readonly observer?: StepObserver | undefined;
}

/** @throws CannotTell where the spec cannot be evaluated, or leaves too much open */
export async function judgeByText(part: TextPart, watched: Watched = {}): Promise<Outcomes> {
  const { signal, observer } = watched;
  const { text, counts } = part;
  const machine = new Machine(text);
  const course = Course.from(machine, part.begin?.(machine.table) ?? null);
  const lastGood = new Map<number, Step>();
  observer?.onStart(machine.evaluator.variables);
  for (const state of course.candidates) observer?.onStep(null, state);
  let position = 0;
  for await (const { step, datum } of part.lines) {
    position += 1;
    if (position % BREATH === 0) await breath(signal);
    const found = findingAt(text.name, step, position, lastGood.get(step.node.server) ?? null);
    if (step.kind !== "break" && step.node.contradictions.length > 0) {
      const fields = step.node.contradictions;
      return { ok: false, finding: { ...found, reason: "contradiction", fields } };
    }
    const refusal = taken(course, step, datum);
    if (refusal !== null) {
      const { machine } = course;
      const line = valueOf(machine.table, datum);
      const refused = { machine, labels: part.labels, step, line };
      return { ok: false, finding: { ...found, ...explained(refused, refusal) } };
    }
    const [reached] = course.candidates;
    if (reached !== undefined) observer?.onStep(found.step, reached);
    if (step.kind !== "break") lastGood.set(step.node.server, step);
  }
  return { ok: true, counts: counts.map((name) => course.count(name)) };
}

/** What TLC would call an error of evaluation is no verdict on the run. */
function taken(course: Course, step: Step, datum: Datum): Refusal | null {
  try {
    return course.take(datum);
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    const what = `the spec cannot be evaluated at ${nodeText(step.node)} (evaluation-error)`;
    throw new CannotTell(`${what}: ${error.message}`, step.node.place);
  }
}

async function breath(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  if (signal?.aborted === true) throw new CannotTell("the judge was interrupted", null);
}
