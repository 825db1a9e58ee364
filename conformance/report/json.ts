/** Renders a verdict for programs; `docs/judge/verdict.schema.json` says what it holds. */
import { exitCodeOf, type Verdict } from "../verdict/verdict.js";

/** A verdict as one JSON object, its exit code included. */
export function verdictJson(verdict: Verdict): string {
  return JSON.stringify({ v: 1, ...verdict, exitCode: exitCodeOf(verdict) }, null, 2);
}
