/** Counts over a set of runs how often each action was taken, and says which was taken too seldom. */
import { electionParameters, zabParameters } from "#codec";
import type { JudgedRun } from "./judged.js";

/** How often each action occurs in runs that conform, by `Module!Action`; 0 for one that is not. */
export type Coverage = ReadonlyMap<string, number>;

/** Actions that no server records, and whose evidence is counted. */
const UNRECORDED = ["Zab!Restart", "Zab!ConnBreak"];

/** The lines of the network are no action of the election. */
const NO_ACTION = ["RepeatLast"];

export function coverableActions(): readonly string[] {
  const election = Object.keys(electionParameters).filter((name) => !NO_ACTION.includes(name));
  return [
    ...Object.keys(zabParameters).map((name) => `Zab!${name}`),
    ...UNRECORDED,
    ...election.map((name) => `Election!${name}`),
  ];
}

/** A run that does not conform shows nothing: an action of it may not be what it claims. */
export function coverageOf(runs: readonly JudgedRun[]): Coverage {
  const coverage = new Map(coverableActions().map((name) => [name, 0]));
  const add = (name: string, times: number) => {
    if (coverage.has(name)) coverage.set(name, (coverage.get(name) ?? 0) + times);
  };
  for (const { verdict } of runs) {
    if (verdict.verdict !== "conforms") continue;
    const { actions, electionActions, restarts, breaks } = verdict.summary;
    for (const [name, times] of Object.entries(actions)) add(`Zab!${name}`, times);
    for (const [name, times] of Object.entries(electionActions)) add(`Election!${name}`, times);
    add("Zab!Restart", restarts);
    add("Zab!ConnBreak", breaks);
  }
  return coverage;
}

/** A line for each action, those that were never taken included. */
export function formatCoverage(coverage: Coverage): string {
  const seen = [...coverage.values()].filter((times) => times > 0).length;
  const lines = [...coverage].map(
    ([name, times]) => `             ${String(times).padStart(7)}  ${name}`,
  );
  const head = `coverage     ${String(seen)} of ${String(coverage.size)} actions seen`;
  return [head, ...lines].join("\n");
}

/** How often each action must be seen, at least. */
export type Gate = ReadonlyMap<string, number>;

/** A gate file that is none: one line that names file, entry and remedy. */
export class GateError extends Error {}

/** @throws GateError */
export function parseGate(file: string, text: string): Gate {
  const refuse = (what: string): never => {
    throw new GateError(`${file}: ${what}`);
  };
  const shape = 'write {"actions": {"Zab!LeaderProcessRequest": 1}}';
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return refuse(`this is no JSON: ${shape}`);
  }
  const { actions, ...others } = Object(found) as Readonly<Record<string, unknown>>;
  const [other] = Object.keys(others);
  if (other !== undefined) return refuse(`${other} is not known here: ${shape}`);
  if (typeof actions !== "object" || actions === null || Array.isArray(actions)) {
    return refuse(`actions is not an object: ${shape}`);
  }
  const known = coverableActions();
  for (const [name, times] of Object.entries(actions)) {
    if (!known.includes(name)) return refuse(`${name} is no action: name one of --coverage's list`);
    if (!Number.isInteger(times) || (times as number) < 1) {
      return refuse(`${name} is ${JSON.stringify(times)}: write how often, a number from 1`);
    }
  }
  return new Map(Object.entries(actions as Readonly<Record<string, number>>));
}

/** One sentence for each action that was not seen as often as it must be. */
export function missedBy(gate: Gate, coverage: Coverage): string[] {
  return [...gate].flatMap(([name, wanted]) => {
    const times = coverage.get(name) ?? 0;
    const says = `${name} was seen ${String(times)} times, and must be ${String(wanted)} times`;
    return times >= wanted ? [] : [says];
  });
}
