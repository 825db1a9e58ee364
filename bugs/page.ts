// Promise: a page says what a run showed, and nothing that it did not.
import type { Driven } from "./drive.js";
import { difference, type Edit } from "./edit.js";
import type { Entry, Further } from "./entry.js";
import { stepText, type Schedule, type Search } from "./schedule.js";

const ISSUES = "https://issues.apache.org/jira/browse/";
const MARK = "<!-- Written by `npm run bugs -- --write`: do not edit it by hand. -->";

/** What runs showed of one defect. */
export interface Shown {
  readonly schedule: Schedule;
  readonly production: Driven;
  readonly defective: Driven;
  /** The production reducers in the further runs; null where there is no counterexample. */
  readonly further: readonly (Driven | null)[];
}

export function heading({ id, title }: Entry): string {
  return id.startsWith("ZOOKEEPER-") ? `${id}: ${title}` : title;
}

function head(entry: Entry): readonly string[] {
  const links = entry.issues.map((issue) => `[${issue}](${ISSUES}${issue})`);
  return [
    `# ${heading(entry)}`,
    MARK,
    ...(links.length > 0 ? [`About ${links.join(", ")}.`] : []),
    "## What goes wrong",
    ...entry.story,
  ];
}

/** The page of a defect. @param transcripts by the name of their script */
export function entryPage(
  entry: Entry,
  { schedule, production, defective, further }: Shown,
  transcripts: ReadonlyMap<string, string>,
): string {
  return text([
    ...head(entry),
    "## What excludes it here",
    entry.ours,
    "## The defect in the spec",
    ...editsOf(entry),
    "## What TLC finds",
    found(entry, schedule),
    steps(schedule),
    "## The production reducers under this schedule",
    told(production, schedule),
    "## Reducers with the same defect",
    ...reducersOf(entry),
    toldOfDefect(defective),
    lastState(defective),
    ...(entry.further ?? []).flatMap((one, k) => [
      ...(k === 0 ? ["## What further runs show"] : []),
      ...furtherRun(one, (schedule.further ?? [])[k] as Search, further[k] ?? null),
    ]),
    ...[...transcripts].flatMap(([name, transcript]) => [
      "## On Apache's own servers",
      `[A script](reproduce/${name}.mjs) drives real servers into it; this is one run of each kind.`,
      fence("text", transcript.trimEnd()),
    ]),
  ]);
}

function furtherRun(run: Further, search: Search, driven: Driven | null): readonly string[] {
  const specs = run.defect ? "with the defect" : "with the specs as they stand";
  if (driven === null) {
    const size = `${figure(search.distinct)} distinct ones, ${search.depth ?? 0} deep`;
    const whole = `TLC has searched all states of the ${modelText(run)}, ${specs}: ${size}.`;
    return [run.says, `${whole} No property is broken in any of them.`];
  }
  const outcome = told(driven, search, "The production reducers");
  return [run.says, found(run, search, `, ${specs}`), steps(search), outcome];
}

function editsOf({ edits, mutant }: Entry): readonly string[] {
  const named = mutant === null ? [] : [`It is the mutant \`${mutant}\` of the specs.`];
  return [...named, ...differences(edits.map((edit) => ({ ...edit, file: `${edit.module}.tla` })))];
}

function reducersOf({ reducers }: Entry): readonly string[] {
  return differences(reducers.map((edit) => ({ ...edit, file: `src/state-machine/${edit.file}` })));
}

/** The edits, those of one file together. */
function differences(edits: readonly (Edit & { readonly file: string })[]): readonly string[] {
  const files = [...new Set(edits.map(({ file }) => file))];
  return files.flatMap((file) => {
    const inFile = edits.filter((edit) => edit.file === file);
    const parts = inFile.map((edit) => difference(edit).join("\n"));
    return [`In \`${file}\`:`, fence("diff", parts.join("\n\n"))];
  });
}

type Asked = Pick<Entry, "model" | "constants" | "only" | "constraint">;

/** A model, and what is changed in it. */
function modelText({ model, constants = {}, only, constraint }: Asked): string {
  const changes = Object.entries(constants).map(([name, value]) =>
    value.startsWith("<-") ? `\`${name} ${value}\`` : `\`${name} = ${value}\``,
  );
  const steps = constraint === undefined ? [] : [`steps with \`${constraint}\` only`];
  const asked = only === undefined ? [] : [`asked for ${only.join(", ")} only`];
  const how = [...changes, ...steps, ...asked];
  return `model \`${model}\`${how.length === 0 ? "" : ` (${how.join("; ")})`}`;
}

const figure = (count: number) => count.toLocaleString("en");

function found(asked: Asked, { property, distinct, steps: taken }: Search, specs = ""): string {
  const what = property === "L0" ? "A halt (L0)" : `\`${property ?? ""}\` does not hold`;
  return (
    `${what} in the ${modelText(asked)}${specs}. The shortest counterexample has ` +
    `${taken.length + 1} states; TLC, with one worker, had found ${figure(distinct)} distinct ones ` +
    `by then. Its steps:`
  );
}

function steps({ steps: taken, summaries }: Search): string {
  const width = String(taken.length).length;
  const start = (summaries ?? []).map(({ epoch, zxid }, k) => {
    const at = `epoch ${epoch}, zxid <<${zxid.join(", ")}>>`;
    return `${" ".repeat(width)}  server ${k + 1} begins at ${at}`;
  });
  const numbered = taken.map((step, k) => `${String(k + 1).padStart(width)}. ${stepText(step)}`);
  return fence("text", [...start, ...numbered].join("\n"));
}

function told({ taken, refused, violated }: Driven, search: Search, who = "They"): string {
  const whole = taken === 1 ? "the one step" : `all ${taken} steps`;
  if (violated !== null) {
    const when = taken === search.steps.length ? whole : count(taken);
    return `${who} take ${when}, and \`${violated.property}\` does not hold.`;
  }
  if (refused === null) {
    const more = search.property === "L0" ? " There is more to do, and nobody is stuck." : "";
    return `${who} survive it: they take ${whole}, and every property holds after each.${more}`;
  }
  const some = `${who} take ${taken === 0 ? "no step" : count(taken)}`;
  return (
    `${some} and refuse step ${taken + 1}, \`${stepText(refused)}\`: the state that they are in ` +
    `does not enable it. Every property holds after each step.`
  );
}

function count(taken: number): string {
  return taken === 1 ? "one step" : `${taken} steps`;
}

function toldOfDefect({ taken, violated }: Driven): string {
  const whole = taken === 1 ? "the one step" : `all ${taken} steps`;
  const what =
    violated?.property === "L0"
      ? "and nothing more can happen, although not everybody serves (L0)"
      : `and \`${violated?.property ?? ""}\` does not hold any more`;
  return `They take ${whole}, ${what}. The last state:`;
}

const SHOWN = ["role", "phase", "acceptedEpoch", "currentEpoch", "log", "memLog", "committed"];
const SHOWN_OF_ELECTION = ["role", "round", "vote", "summary"];

/** What some properties speak of besides. */
const SPOKEN_OF: Readonly<Record<string, readonly string[]>> = {
  AckedIsDurable: ["ackIndex"],
  AcksInOrder: ["learner", "toLeader"],
  AgreePerRound: ["decisions"],
  CommittedDurable: ["gCommitted"],
  DecisionBacked: ["decisions"],
  JoinOnlyLeading: ["decisions"],
  L0: ["toLearner"],
  LateJoinerJoins: ["outOfElection"],
  ObserverNeutral: ["epochAcks", "newLeaderAcks"],
  OneLeaderPerEpoch: ["gEstablished"],
};

function lastState({ variables, violated }: Driven): string {
  const always = variables.has("log") ? SHOWN : SHOWN_OF_ELECTION;
  const names = [...always, ...(SPOKEN_OF[violated?.property ?? ""] ?? [])];
  const width = Math.max(...names.map((name) => name.length));
  return fence(
    "text",
    names.map((name) => `${name.padEnd(width)} = ${variables.get(name) ?? ""}`).join("\n"),
  );
}

function fence(language: string, body: string): string {
  return `\`\`\`${language}\n${body}\n\`\`\``;
}

const text = (parts: readonly string[]) => `${parts.join("\n\n")}\n`;

/** The list of all pages. */
export function indexPage(
  entries: readonly Entry[],
  shown: ReadonlyMap<string, Shown>,
  introduction: string,
): string {
  const rows = entries.map((entry) => {
    const link = `[${entry.title}](${entry.id}.md)`;
    const issues = entry.issues.length > 0 ? entry.issues.join(", ") : "a find of our own";
    const what = shown.get(entry.id);
    if (what === undefined) return [issues, link, "", "", ""];
    const { production, schedule } = what;
    const outcome = production.refused === null ? "survive" : `refuse step ${production.taken + 1}`;
    return [issues, link, `\`${schedule.property}\``, String(schedule.steps.length + 1), outcome];
  });
  const header = ["Issue", "What goes wrong", "Violates", "States", "Production reducers"];
  const table = [header, header.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`);
  return text([`# Known bugs`, MARK, introduction.trim(), table.join("\n")]);
}
