/** The steps of a run in the order that was found for them: without clocks, without repair. */
import type { Node } from "./node.js";
import type { History, Known } from "./known.js";

/** One step of Zab.tla. */
export interface ZabStep {
  readonly spec: "Zab";
  readonly kind: Node["kind"] | "break";
  readonly node: Node;
  /** Of a break: the learner whose connection ends. */
  readonly learner: number;
}

/** One step of Election.tla, or of Zab.tla where the election takes notice. */
export interface ElectionStep {
  readonly spec: "Election";
  readonly kind: Node["kind"];
  readonly node: Node;
  readonly learner: number;
  readonly known: Known;
  /** The history with which the vote was cast that is read here; without one, its own. */
  readonly cast: History;
}

/** The steps of each spec are in order; how the two are interleaved says nothing. */
export type Step = ZabStep | ElectionStep;
