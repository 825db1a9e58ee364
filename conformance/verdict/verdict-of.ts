/** Whatever stops a judge is a verdict too. */
import { RunnerError } from "tla2tools-runner";
import type { Verdict } from "./verdict.js";
import { BadInput, CannotTell } from "../trace/stop.js";

export async function verdictOf(judge: () => Promise<Verdict>): Promise<Verdict> {
  try {
    return await judge();
  } catch (error) {
    if (error instanceof BadInput) return { verdict: "bad input", faults: error.faults };
    if (error instanceof CannotTell) {
      return { verdict: "cannot tell", reason: error.message, place: error.place };
    }
    if (error instanceof RunnerError) {
      return { verdict: "cannot tell", reason: error.message, place: null };
    }
    throw error;
  }
}
