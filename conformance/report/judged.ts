import type { Verdict } from "../verdict/verdict.js";

/** A run as it was named on the command line, and what became of it. */
export interface JudgedRun {
  readonly run: string;
  readonly verdict: Verdict;
  readonly seconds: number;
}
