/** Asks TLC about the steps of one spec, and says what it makes of them. */
import { asRecorded, findingAt, type Finding, type Outcomes } from "../finding.js";
import type { Datum } from "../steps/datum.js";
import type { Contradiction } from "../trace/node.js";
import type { Step } from "../trace/order.js";
import { CannotTell } from "../trace/stop.js";
import { Judge, type Judged, type JudgeOptions, type Outcome } from "./judge.js";
import { valueText } from "./values.js";

/** The steps of a run that are judged by one spec. */
export interface Part {
  readonly spec: "Zab" | "Election";
  readonly steps: readonly Step[];
  /** The tuples of the steps, one each. */
  readonly tuples: readonly Datum[];
  /** The generated module that holds these tuples. */
  data(tuples: readonly Datum[]): string;
  /** Judges the whole, or explains what could be done before one step. */
  config(common: string, diag: number): string;
  /** Which step was the last to be looked at, when so many states in a row were found. */
  position(depth: number): number;
}

/** @throws CannotTell when TLC could not go through the steps. */
export async function judgePart(part: Part, options: JudgeOptions): Promise<Outcomes> {
  const contradicted = part.steps.findIndex(
    ({ node, kind }) => kind !== "break" && node.contradictions.length > 0,
  );
  const known = contradicted < 0 ? part.steps.length : contradicted;
  const module: Judged["module"] = `Trace${part.spec}`;
  const data = part.data(part.tuples.slice(0, known));
  const judge = await Judge.on({ module, data, steps: known }, options);
  try {
    return await decide(part, judge, known);
  } finally {
    await judge.close();
  }
}

/** Asks TLC about the first `known` steps; the one behind them, if any, contradicts itself. */
async function decide(part: Part, judge: Judge, known: number): Promise<Outcomes> {
  const outcome = await judge.run(part.config(judge.common, 0));
  const broken = outcome.said.filter(({ word }) => word === "BROKEN");
  if (broken.length > 0) {
    const properties = broken.map(({ rest }) => judge.labels.of(String(rest[1])));
    return finding(part, Number(broken[0]?.rest[0]), "property", { properties });
  }
  const accepted = outcome.said.find(({ word }) => word === "ACCEPTED");
  if (accepted === undefined) return rejection(part, judge, outcome, known);
  const contradicting = part.steps[known];
  if (contradicting !== undefined) {
    const fields = contradicting.node.contradictions;
    return finding(part, known + 1, "contradiction", { fields });
  }
  return { ok: true, counts: accepted.rest.slice(1).map(Number) };
}

/** The step that no behaviour of the spec allows, and what the spec would have instead. */
async function rejection(
  part: Part,
  judge: Judge,
  { said, depth }: Outcome,
  known: number,
): Promise<Outcomes> {
  const position = part.position(depth);
  if (position < 1 || position > known) {
    throw new CannotTell(`TLC neither accepted the run nor rejected a step of it`, null);
  }
  const fields = differences(part, said, position);
  if (fields.length > 0) return finding(part, position, "differs", { fields });
  const explained = await judge.run(part.config(judge.common, position));
  const lines = (word: string, separator: string) =>
    explained.said
      .filter((one) => one.word === word)
      .map(({ rest: [name, value] }) => {
        const title = valueText(name).replace(/^post\./, "");
        return `${title}${separator}${valueText(value)}`;
      });
  return finding(part, position, "not enabled", {
    situation: lines("STATE", " = "),
    enabled: explained.said
      .filter(({ word }) => word === "ENABLED")
      .map(({ rest }) => `${valueText(rest[0])}(${(rest[1] as unknown[]).join(", ")})`),
  });
}

function differences({ steps }: Part, said: Outcome["said"], position: number): Contradiction[] {
  const found = new Map<string, Contradiction>();
  for (const { word, rest } of said) {
    if (Number(rest[0]) !== position) continue;
    const learner = word === "OUT" ? ` on the connection of server ${valueText(rest[1])}` : "";
    const name = word === "OUT" ? `out${learner}` : valueText(rest[1]);
    if (word !== "OUT" && word !== "FIELD") continue;
    const recorded = asRecorded(steps[position - 1], name, valueText(rest[2]));
    const expected = valueText(rest[3]);
    const before = found.get(name);
    const either = before === undefined ? expected : `${before.expected} or ${expected}`;
    found.set(name, { name, recorded, expected: either });
  }
  return [...found.values()];
}

function finding(
  { spec, steps }: Part,
  position: number,
  reason: Finding["reason"],
  found: Partial<Pick<Finding, "fields" | "properties" | "situation" | "enabled">>,
): Outcomes {
  const at = steps[position - 1] as Step;
  const before = steps.slice(0, position - 1);
  const lastGood = before.findLast(
    ({ node, kind }) => node.server === at.node.server && kind !== "break",
  );
  const where = findingAt(spec, at, position, lastGood ?? null);
  return { ok: false, finding: { ...where, reason, ...found } };
}
