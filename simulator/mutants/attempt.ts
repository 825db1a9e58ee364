// Promise: a mutant is refused only by the judge, and only for lines that it made.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { checkRun, type Verdict } from "#conformance";
import type { Reducers } from "#explorer";
import { FolderEvidence } from "../evidence.js";
import { habits, type HabitsName } from "../habits.js";
import type { Scene } from "../scene.js";
import { simulate } from "../simulate.js";
import { Watched } from "./watched.js";

/** Who takes part in a run, and how it goes. */
export interface Setup {
  readonly habits: HabitsName;
  readonly voters: number;
  readonly observers: number;
}

/** Seed n is run with setup n, and so on around. */
const SETUPS: readonly Setup[] = [
  { habits: "hasty", voters: 3, observers: 1 },
  { habits: "stormy", voters: 3, observers: 0 },
  { habits: "flapping", voters: 3, observers: 0 },
  { habits: "rivals", voters: 3, observers: 0 },
  { habits: "lagging", voters: 3, observers: 0 },
  { habits: "contested", voters: 5, observers: 0 },
  { habits: "hasty", voters: 4, observers: 0 },
  { habits: "stormy", voters: 5, observers: 0 },
  { habits: "rivals", voters: 5, observers: 1 },
];

export const setupOf = (seed: number): Setup => SETUPS[(seed - 1) % SETUPS.length] as Setup;

/** Lines of a run in which the mistake must be made. */
const EVENTS = 4_000;

/** Lines recorded behind the first that differs. */
const MARGIN = 3_500;

/** A run with a mutant, and what the judge says of it. */
export interface Attempt {
  readonly seed: number;
  /** Lines on which the mutant does otherwise than production, as `file:line`. */
  readonly partings: ReadonlySet<string>;
  /** Why the reducers stopped themselves, if they did. */
  readonly broken: string | null;
  /** Null for a run that was not judged, because nothing differs. */
  readonly verdict: Verdict | null;
}

/** Runs the mutant with one seed, up to a little behind its first mistake, and has it judged. */
export async function attempt(
  mutant: Reducers,
  seed: number,
  meddle?: (scene: Scene) => void,
): Promise<Attempt> {
  const setup = setupOf(seed);
  const wanted = { seed, ...setup, habits: habits[setup.habits], events: EVENTS };
  const scratch = await mkdtemp(join(tmpdir(), "reducer-mutant-"));
  try {
    const evidence = new FolderEvidence(join(scratch, "run"));
    const watched = new Watched(mutant, evidence);
    const { reducers, partings } = watched;
    const enough = () => watched.since >= MARGIN;
    const also = meddle === undefined ? {} : { meddle };
    const { broken } = simulate({ ...wanted, ...also, evidence: watched, reducers, enough });
    evidence.keep();
    const verdict = partings.size === 0 ? null : await checkRun(join(scratch, "run"));
    return { seed, partings, broken, verdict };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Whether the judge refused a line on which the mistake was made, and not a later one. */
export function isAtOnce({ partings, verdict }: Attempt): boolean {
  return verdict !== null && partings.has(placeOf(verdict));
}

/** Where a verdict stands, without the folder. */
export function placeOf(verdict: Verdict): string {
  if (verdict.verdict !== "violates") return "";
  const { file, line } = verdict.step.place;
  return `${basename(file)}:${line}`;
}
