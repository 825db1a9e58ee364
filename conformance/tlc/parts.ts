/** The steps of each spec as TLC takes them. */
import type { ElectionEvidence } from "../evidence.js";
import { electionTuples } from "../steps/election.js";
import { startsOf } from "../steps/history.js";
import type { Translator } from "../steps/zab.js";
import type { Datum } from "../steps/datum.js";
import type { Step } from "../trace/order.js";
import type { Run } from "../trace/run.js";
import { CannotTell } from "../trace/stop.js";
import { electionConfig, electionData } from "./election-module.js";
import { traceConfig, traceData } from "./module.js";
import type { Part } from "./part.js";

/** Properties of whole histories are evaluated after every step of runs up to this length. */
const EVERY_STEP = 2000;

/** The steps up to `gap`, where lines are missing; null when all are there. */
export interface ZabPart extends Part {
  readonly gap: CannotTell | null;
}

export function zabPart(run: Run, all: readonly Step[], translator: Translator): ZabPart {
  const { tuples, gap } = translated(all, translator);
  const steps = all.slice(0, tuples.length);
  const sampling = steps.length <= EVERY_STEP ? 1 : Math.ceil(steps.length / EVERY_STEP);
  const starts = startsOf(run);
  return {
    spec: "Zab",
    steps,
    tuples,
    gap,
    data: (kept) => traceData(run, starts, translator.histories, kept),
    config: (common, diag) => traceConfig(common, run, diag, diag === 0 ? sampling : 1),
    // One state before the disks are filled, one after.
    position: (depth) => depth - 1,
  };
}

function translated(steps: readonly Step[], translator: Translator) {
  const tuples: Datum[] = [];
  try {
    for (const step of steps) tuples.push(translator.translate(step));
  } catch (error) {
    if (error instanceof CannotTell) return { tuples, gap: error };
    throw error;
  }
  return { tuples, gap: null };
}

export function electionPart(run: Run, { elections, steps, senders }: ElectionEvidence): Part {
  const nodes = steps.map(({ node }) => node);
  return {
    spec: "Election",
    steps,
    tuples: electionTuples(nodes, elections, senders),
    data: electionData,
    config: (common, diag) => electionConfig(common, run, diag),
    // Two states for each step: the channels as it finds them, and what it did.
    position: (depth) => Math.floor(depth / 2),
  };
}
