import { placeText, type Spot as Place } from "./syntax/error.js";

/** What TLC would call an error of evaluation: where, and what cannot be said of which values. */
export class EvaluationError extends Error {
  override readonly name = "EvaluationError";
  /** Null until an evaluator that knows the expression has said where. */
  readonly at: Place | null;
  readonly problem: string;

  constructor(problem: string, at: Place | null = null) {
    super(at === null ? problem : `${placeText(at)}: ${problem}`);
    this.problem = problem;
    this.at = at;
  }
}

/** Runs `evaluate`; an error that does not say where yet happened at `at`. */
export function located<T>(at: Place, evaluate: () => T): T {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof EvaluationError && error.at === null) {
      throw new EvaluationError(error.problem, at);
    }
    throw error;
  }
}
