import type { Contradiction } from "../trace/node.js";
import type { Place } from "../trace/run.js";

/** A passage of a text that a report points to. Lines and columns count from 1. */
export interface Passage {
  readonly file: string;
  readonly line: number;
  readonly column?: number | undefined;
  readonly endLine?: number | undefined;
  /** The column behind the last character. */
  readonly endColumn?: number | undefined;
  /** As it is written there; of several lines, with their indentation. */
  readonly text: string;
}

/** An expression of the spec and what it is equal to, both as TLA+ text. */
export interface Valued {
  readonly text: string;
  readonly value: string;
}

/** A conjunct of an action's guard that is false. */
export interface Clause extends Passage {
  readonly action: string;
  /** Which of the action's guards, in reading order, from 1. */
  readonly number: number;
  /** Its largest parts, left to right: of `a # b` those are `a` and `b`. */
  readonly values: readonly Valued[];
  readonly holds: false;
  /** The last line that changed what the clause reads: a queue, a quorum. */
  readonly changed?: LineShown | undefined;
}

/** A line of a recorded file and what stands there. */
export interface LineShown {
  readonly place: Place;
  readonly text: string;
}

/** Another action of the acting server that would fit what was recorded but for one clause. */
export interface NearMiss {
  readonly action: string;
  readonly parameters: readonly string[];
  readonly clause: Clause;
}

/** A field that differs, and where the spec says what it becomes. */
export interface FieldShown extends Contradiction {
  /** Its value before the step. */
  readonly before?: string | undefined;
  /** The assignment, or the UNCHANGED, that is responsible for the value expected. */
  readonly assignment?: Passage | undefined;
  /** What was decided on the way there: conditions of branches, definitions of LETs. */
  readonly path?: readonly Valued[] | undefined;
}

/** A property that is false after the step. */
export interface PropertyShown extends Passage {
  /** Such as `Z19`. */
  readonly name: string;
  /** Its operator in the spec, such as `LearnerPrefix`. */
  readonly title: string;
  /** What the outermost quantifiers bind: for these it is false. */
  readonly witnesses: readonly Valued[];
  readonly values: readonly Valued[];
}

/** Where the action stands in each of the three texts. */
export interface Places {
  readonly spec?: Passage | undefined;
  readonly reducer?: Place | undefined;
  readonly trace: Place;
}

/** A message between servers of the run; what is not in the evidence is null. */
export interface Exchange {
  readonly from: number;
  readonly to: number;
  /** Such as `ACK(1:2)`. */
  readonly text: string;
  readonly sent: Place | null;
  readonly received: Place | null;
}

/** What the judge by the spec's text knows beyond what differs. TLC says none of it. */
export interface Explanation {
  /** The guard that is false, of an action that is not enabled. */
  readonly clause?: Clause | undefined;
  readonly nearMisses?: readonly NearMiss[] | undefined;
  /** The first property that is false. */
  readonly property?: PropertyShown | undefined;
  readonly places?: Places | undefined;
  /** The last messages between the servers concerned, causes before their effects. */
  readonly history?: readonly Exchange[] | undefined;
  /** What to look at next, as sentences. */
  readonly next?: readonly string[] | undefined;
  /** How many readings of the run were possible before the step. */
  readonly candidates?: number | undefined;
}
