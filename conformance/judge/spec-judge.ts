/** Judges the lines of one spec by its text, one after the other, until one is not allowed. */
import { findingAt, type Finding } from "../verdict/finding.js";
import type { Survey } from "../survey/survey.js";
import type { StepObserver } from "../report/export/observer.js";
import type { Datum } from "../steps/datum.js";
import { EvaluationError, type Value, type ValueTable } from "../tla/index.js";
import { nodeText } from "../trace/cycle.js";
import type { Step } from "../trace/step.js";
import { CannotTell } from "../trace/stop.js";
import { Course, type Refusal } from "./course.js";
import { Exchanges } from "./exchanges.js";
import { explained } from "./explain/explained.js";
import { LastChanges } from "./last-changes.js";
import type { Prepared } from "./machines.js";
import { valueOf } from "./values.js";
import type { Behind } from "./witness.js";

export interface JudgedSpec {
  readonly prepared: Prepared;
  /** What the run begins with, where that is not what Init says: see Begin in StepZab.tla. */
  readonly begin: ((table: ValueTable) => readonly Value[]) | null;
  /** Of a run that conforms: the lengths, or numbers, that these variables hold. */
  readonly counts: readonly string[];
  readonly observer?: StepObserver | undefined;
  /** Looks at what each step tries and leads to; this takes several times as long. */
  readonly survey?: Survey | undefined;
}

export class SpecJudge {
  readonly #judged: JudgedSpec;
  readonly #course: Course;
  readonly #lastGood = new Map<number, Step>();
  readonly #exchanges = new Exchanges();
  readonly #changes: LastChanges;
  #position = 0;
  #finding: Finding | null = null;

  constructor(judged: JudgedSpec) {
    this.#judged = judged;
    const { machine } = judged.prepared;
    this.#course = Course.from(machine, judged.begin?.(machine.table) ?? null);
    this.#changes = new LastChanges(machine);
    judged.survey?.open(machine);
    judged.observer?.onStart(machine.evaluator.variables);
    for (const state of this.#course.candidates) judged.observer?.onStep(null, state);
  }

  /** What is wrong with the run; nothing is looked at behind it. */
  get finding(): Finding | null {
    return this.#finding;
  }

  /** How much was seen: see JudgedSpec. */
  get counts(): readonly number[] {
    return this.#judged.counts.map((name) => this.#course.count(name));
  }

  /** Every state that the steps so far can have led to. */
  get behind(): Behind {
    const { candidates, machine } = this.#course;
    return { variables: machine.evaluator.variables, candidates };
  }

  /** @throws CannotTell where the spec cannot be evaluated, or leaves too much open */
  take(step: Step, datum: Datum): void {
    this.#position += 1;
    this.#exchanges.take(step);
    if (step.kind !== "break" && step.node.contradictions.length > 0) {
      const fields = step.node.contradictions;
      this.#find(step, { reason: "contradiction", fields });
      return;
    }
    const [before] = this.#course.candidates;
    const looked = this.#judged.survey?.look(this.#course, datum);
    const refusal = this.#taken(step, datum);
    if (refusal !== null) {
      this.#refuse(step, datum, refusal);
      return;
    }
    looked?.();
    const [after] = this.#course.candidates;
    if (before !== undefined && after !== undefined) this.#changes.take(step, before, after);
    if (step.kind !== "break") this.#lastGood.set(step.node.server, step);
    if (this.#judged.observer === undefined || after === undefined) return;
    this.#judged.observer.onStep(this.#found(step).step, after);
  }

  #refuse(step: Step, datum: Datum, refusal: Refusal): void {
    const { machine } = this.#course;
    const line = valueOf(machine.table, datum);
    const { labels } = this.#judged.prepared;
    this.#find(step, explained({ machine, labels, step, line, changes: this.#changes }, refusal));
  }

  #find(step: Step, why: Partial<Finding> & Pick<Finding, "reason">): void {
    const history = this.#exchanges.concerning(step);
    this.#finding = { ...this.#found(step), history, ...why };
  }

  #found(step: Step): Omit<Finding, "reason"> {
    const lastGood = this.#lastGood.get(step.node.server) ?? null;
    return findingAt(this.#course.machine.text.name, step, this.#position, lastGood);
  }

  /** What TLC would call an error of evaluation is no verdict on the run. */
  #taken(step: Step, datum: Datum): Refusal | null {
    try {
      return this.#course.take(datum);
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      const what = `the spec cannot be evaluated at ${nodeText(step.node)} (evaluation-error)`;
      throw new CannotTell(`${what}: ${error.message}`, step.node.place);
    }
  }
}
