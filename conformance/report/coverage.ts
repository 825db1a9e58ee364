/** Counts over runs how often each action was taken, and says which was taken too seldom. */
import { electionParameters, zabParameters } from "#codec";
import { antecedentName, clauseName, seenBothWays, SurveyBook } from "../survey/book.js";
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

/** Names that a gate leaves out, each with the reason. */
type Except = ReadonlyMap<string, string>;

export interface Gate {
  /** How often each action must be seen, at least. */
  readonly actions: ReadonlyMap<string, number>;
  /** Every guard must be seen true and false, but for these; null: none need be. */
  readonly clauses: Except | null;
  /** What every property presupposes must be seen, but for these; null: none need be. */
  readonly antecedents: Except | null;
}

/** A gate file that is none: one line that names file, entry and remedy. */
export class GateError extends Error {}

const SHAPE =
  'write {"actions": {"Zab!LeaderProcessRequest": 1}, "clauses": {"except": {}}, ' +
  '"antecedents": {"except": {}}}';

/** @throws GateError */
export function parseGate(file: string, text: string): Gate {
  const refuse = (what: string): never => {
    throw new GateError(`${file}: ${what}`);
  };
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return refuse(`this is no JSON: ${SHAPE}`);
  }
  const { actions, clauses, antecedents, ...others } = Object(found) as Record<string, unknown>;
  const [other] = Object.keys(others);
  if (other !== undefined) return refuse(`${other} is not known here: ${SHAPE}`);
  if (typeof actions !== "object" || actions === null || Array.isArray(actions)) {
    return refuse(`actions is not an object: ${SHAPE}`);
  }
  const known = coverableActions();
  for (const [name, times] of Object.entries(actions)) {
    if (!known.includes(name)) return refuse(`${name} is no action: name one of --coverage's list`);
    if (!Number.isInteger(times) || (times as number) < 1) {
      return refuse(`${name} is ${JSON.stringify(times)}: write how often, a number from 1`);
    }
  }
  const except = (name: string, value: unknown): Except | null => {
    if (value === undefined) return null;
    const { except: left, ...rest } = Object(value) as Record<string, unknown>;
    const entries = Object.entries(Object(left) as Record<string, unknown>);
    const strange = typeof left !== "object" || left === null || Object.keys(rest).length > 0;
    if (strange) return refuse(`${name} is not {"except": {…}}: ${SHAPE}`);
    for (const [key, reason] of entries) {
      if (typeof reason === "string" && reason !== "") continue;
      return refuse(`${name}, ${key}: write why it need not be seen`);
    }
    return new Map(entries as [string, string][]);
  };
  return {
    actions: new Map(Object.entries(actions as Readonly<Record<string, number>>)),
    clauses: except("clauses", clauses),
    antecedents: except("antecedents", antecedents),
  };
}

/** One sentence for each thing that was not seen as it must be. */
export function missedBy(
  gate: Gate,
  runs: readonly JudgedRun[],
  book: SurveyBook = new SurveyBook(),
): string[] {
  const coverage = coverageOf(runs);
  const idle = runs.flatMap(({ run, verdict }) => {
    if (verdict.verdict !== "conforms") return [];
    const { silent = [], steps } = verdict.summary;
    const nothing = steps === 0 ? [`${run} holds no step of Zab.tla`] : [];
    return [...nothing, ...silent.map((file) => `${file} holds no event`)];
  });
  const actions = [...gate.actions].flatMap(([name, wanted]) => {
    const times = coverage.get(name) ?? 0;
    const says = `${name} was ${seenText(times)}, and must be seen ${timesText(wanted)}`;
    return times >= wanted ? [] : [says];
  });
  const clauses = missing(
    gate.clauses,
    book.clauses.map((one) => [clauseName(one), seenBothWays(one)]),
    "was not seen both true and false",
  );
  const antecedents = missing(
    gate.antecedents,
    book.antecedents.map((one) => [antecedentName(one), one.times > 0]),
    "was never seen",
  );
  return [...idle, ...actions, ...clauses, ...antecedents];
}

const timesText = (n: number) => (n === 1 ? "once" : n === 2 ? "twice" : `${String(n)} times`);
const seenText = (n: number) => (n === 0 ? "never seen" : `seen ${timesText(n)}`);

/** What is demanded and missing; so is an exception that names nothing, or what was seen. */
function missing(
  except: Except | null,
  found: readonly (readonly [name: string, seen: boolean])[],
  what: string,
): string[] {
  if (except === null) return [];
  const seen = new Map<string, boolean>();
  // One text may stand in two places of an action: both must be seen.
  for (const [name, yes] of found) seen.set(name, yes && (seen.get(name) ?? true));
  const demanded = [...seen].flatMap(([name, yes]) =>
    yes || except.has(name) ? [] : [`${name} ${what}`],
  );
  const idle = [...except.keys()].flatMap((name) => {
    const yes = seen.get(name);
    if (yes === undefined) return [`${name} is left out by the gate, and there is no such thing`];
    return yes ? [`${name} is left out by the gate, and was seen: take it out there`] : [];
  });
  return [...demanded, ...idle];
}
