// Promise: the same options, the same lines.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TraceHeader } from "#codec";
import { production, type Reducers } from "#explorer";
import { InvariantViolation, type ServerId } from "#state-machine";
import { Dice } from "./dice.js";
import { Ensemble } from "./ensemble.js";
import type { Evidence } from "./evidence.js";
import type { Habits } from "./habits.js";
import type { Scene } from "./scene.js";
import { advance } from "./schedule.js";

export interface Simulation {
  readonly seed: number;
  /** Lines to record, headers not counted. */
  readonly events: number;
  readonly voters: number;
  readonly observers: number;
  readonly habits: Habits;
  readonly evidence: Evidence;
  /** The reducers of production, unless others are given. */
  readonly reducers?: Reducers;
  /** What else happens, before each step; nothing, unless it is given. */
  readonly meddle?: (scene: Scene) => void;
  /** Ends the run before all lines are recorded. */
  readonly enough?: () => boolean;
}

export interface Simulated {
  readonly events: number;
  /** Processes that were started. */
  readonly lives: number;
  /** What the reducers found wrong with themselves, which ended the run; null where nothing is. */
  readonly broken: string | null;
}

/** Steps in a row in which nobody finds anything to do, at most. */
const MAX_IDLE = 1_000_000;

/** Lines after which whoever waits for the run may look at something else. */
const SLICE = 10_000;

/** Drives the reducers of a whole ensemble through a random schedule, and records it. */
export function simulate(simulation: Simulation): Simulated {
  const slices = simulating(simulation);
  for (;;) {
    const { done, value } = slices.next();
    if (done === true) return value;
  }
}

/** The same in slices: between two of them signals are heard. */
export function* simulating(simulation: Simulation): Generator<undefined, Simulated> {
  const { events, enough = () => false, meddle } = simulation;
  const scene = sceneOf(simulation);
  const { ensemble } = scene;
  let broken: string | null = null;
  try {
    let slice = SLICE;
    for (let idle = 0; ensemble.lines < events && idle < MAX_IDLE && !enough(); idle += 1) {
      meddle?.(scene);
      if (advance(scene)) idle = 0;
      if (ensemble.lines < slice) continue;
      slice += SLICE;
      yield undefined;
    }
  } catch (error) {
    if (!(error instanceof InvariantViolation)) throw error;
    broken = error.message;
  }
  const lives = ensemble.servers.reduce((sum, { incarnation }) => sum + incarnation, 0);
  return { events: ensemble.lines, lives, broken };
}

function sceneOf(simulation: Simulation): Scene {
  const { seed, voters, observers, habits, evidence, reducers = production } = simulation;
  const servers = Array.from({ length: voters + observers }, (_, k): ServerId => k + 1);
  const ensemble = new Ensemble({
    servers,
    voters: servers.slice(0, voters),
    reducers,
    votes: habits.votes,
    evidence,
    spec: specDigests(habits.votes),
  });
  return { ensemble, dice: new Dice(seed), habits, syncModeFor: reducers.syncModeFor };
}

/** What the reducers mirror, as a recording server writes it; no Election.tla if nobody votes. */
function specDigests(votes: boolean): TraceHeader["spec"] {
  const digest = (module: string) => {
    const path = fileURLToPath(new URL(join("../../spec", `${module}.tla`), import.meta.url));
    return createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 16);
  };
  return { Zab: digest("Zab"), ...(votes ? { Election: digest("Election") } : {}) };
}
