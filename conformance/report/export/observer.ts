import type { State } from "../../tla/index.js";
import type { StepShown } from "../../verdict/verdict.js";

/** Is shown every state that the judge by the spec's text takes a run through. */
export interface StepObserver {
  /** Before the first state: what its values are values of. */
  onStart(variables: readonly string[]): void;
  /** The state that a step has led to; null stands for the state before the first step. */
  onStep(step: StepShown | null, state: State): void;
}
