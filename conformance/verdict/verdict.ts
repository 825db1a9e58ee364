import type { Place } from "../trace/run.js";
import type { Explanation, FieldShown, LineShown } from "./explanation.js";

/** What was looked at, whatever came of it. */
export interface Summary {
  readonly files: number;
  readonly servers: readonly number[];
  readonly voters: readonly number[];
  /** Steps of Zab.tla, those inserted by the reader included. */
  readonly steps: number;
  /** How often each action of Zab.tla was recorded, by name. */
  readonly actions: Readonly<Record<string, number>>;
  readonly neverSeen: readonly string[];
  readonly restarts: number;
  readonly breaks: number;
  /** Steps of the election that were read, and those of them that were judged. */
  readonly electionEvents: number;
  readonly electionJudged: number;
  /** How often each action of Election.tla was recorded by a voter, by name. */
  readonly electionActions: Readonly<Record<string, number>>;
  /** Events that enabled nothing. */
  readonly dropped: number;
  /** Files that hold a header and no event: a gate refuses them, because they show nothing. */
  readonly silent?: readonly string[] | undefined;
  readonly notes: readonly string[];
}

/** A step as a report shows it. */
export interface StepShown {
  readonly place: Place;
  readonly server: number;
  /** Null for a header. */
  readonly q: number | null;
  readonly action: string;
  readonly parameters: readonly string[];
}

export interface Conforms {
  readonly verdict: "conforms";
  readonly summary: Summary;
  /** How many txns some leader committed, and how many epochs were established. */
  readonly committed: number;
  readonly established: number;
  /** How many decisions of the election were judged. */
  readonly decisions: number;
}

export interface Violates extends Explanation {
  readonly verdict: "violates";
  readonly summary: Summary;
  /** The spec that does not allow the step. */
  readonly spec: "Zab" | "Election";
  readonly step: StepShown;
  /** Which of the steps that this spec judges, in their order, from 1. */
  readonly position: number;
  readonly reason: "not enabled" | "differs" | "contradiction" | "property";
  /** Fields that differ: what was recorded, and what the spec (or other evidence) says. */
  readonly fields: readonly FieldShown[];
  /** Properties that are false after the step. */
  readonly properties: readonly string[];
  /** What the spec knows of the acting server before the step. */
  readonly situation: readonly string[];
  /** What the acting server could have done instead. */
  readonly enabled: readonly string[];
  readonly lastGood: StepShown | null;
  /** The line that sent the message consumed. */
  readonly sender: Place | null;
}

export interface Undecided {
  readonly verdict: "cannot tell";
  readonly reason: string;
  readonly place: Place | null;
  /** The line that is not there: where it would stand, and what it would say. */
  readonly missing?: LineShown | undefined;
}

export interface Unreadable {
  readonly verdict: "bad input";
  readonly faults: readonly {
    readonly place: Place;
    readonly field: string;
    readonly problem: string;
  }[];
}

export type Verdict = Conforms | Violates | Undecided | Unreadable;

/** The exit code of a program that gives this verdict. */
export function exitCodeOf({ verdict }: Verdict): 0 | 1 | 2 | 64 {
  switch (verdict) {
    case "conforms":
      return 0;
    case "violates":
      return 1;
    case "cannot tell":
      return 2;
    case "bad input":
      return 64;
  }
}
