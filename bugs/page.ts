// Promise: a page says what a run showed, and nothing that it did not.
import type { Driven } from "./drive.js";
import { difference, type Edit } from "./edit.js";
import { isDefect, type Defect, type Entry, type Excluded } from "./entry.js";
import { stepText, type Schedule } from "./schedule.js";

const ISSUES = "https://issues.apache.org/jira/browse/";
const MARK = "<!-- Written by `npm run bugs -- --write`: do not edit it by hand. -->";

/** What a run showed of one defect. */
export interface Shown {
  readonly schedule: Schedule;
  readonly production: Driven;
  /** Null where nothing is defective. */
  readonly defective: Driven | null;
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

/** The page of what no edit of the spec can be. */
export function excludedPage(entry: Excluded): string {
  return text([...head(entry), "## Why the spec cannot have it", entry.reason]);
}

/** The page of a defect. @param transcripts by the name of their script */
export function defectPage(
  entry: Defect,
  { schedule, production, defective }: Shown,
  transcripts: ReadonlyMap<string, string>,
): string {
  return text([
    ...head(entry),
    entry.accepted === true ? "## What it does here" : "## What excludes it here",
    entry.ours,
    ...(entry.edits.length > 0 ? ["## The defect in the spec", ...editsOf(entry)] : []),
    "## What TLC finds",
    found(entry, schedule),
    steps(schedule),
    "## The production reducers under this schedule",
    told(entry, production, schedule),
    ...(defective === null ? [] : ["## Reducers with the same defect", ...reducersOf(entry)]),
    ...(defective === null ? [] : [toldOfDefect(defective), lastState(defective)]),
    ...[...transcripts].flatMap(([name, transcript]) => [
      "## On Apache's own servers",
      `[A script](reproduce/${name}.mjs) drives real servers into it; this is one run of each kind.`,
      fence("text", transcript.trimEnd()),
    ]),
  ]);
}

function editsOf({ edits, mutant }: Defect): readonly string[] {
  const named = mutant === null ? [] : [`It is the mutant \`${mutant}\` of the specs.`];
  return [...named, ...differences(edits.map((edit) => ({ ...edit, file: `${edit.module}.tla` })))];
}

function reducersOf({ reducers }: Defect): readonly string[] {
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

function found(entry: Defect, { property, distinct, steps: taken }: Schedule): string {
  const changes = Object.entries(entry.constants ?? {}).map(([name, value]) =>
    value.startsWith("<-") ? `\`${name} ${value}\`` : `\`${name} = ${value}\``,
  );
  const only = entry.only === undefined ? [] : [`asked for ${entry.only.join(", ")} only`];
  const how = [...changes, ...only];
  const model = `model \`${entry.model}\`${how.length === 0 ? "" : ` (${how.join("; ")})`}`;
  const what = property === "L0" ? "A halt (L0)" : `\`${property}\` does not hold`;
  const states = distinct.toLocaleString("en");
  return (
    `${what} in the ${model}. The shortest counterexample has ${taken.length + 1} states; ` +
    `TLC, with one worker, had found ${states} distinct ones by then. Its steps:`
  );
}

function steps({ steps: taken, summaries }: Schedule): string {
  const width = String(taken.length).length;
  const start = (summaries ?? []).map(({ epoch, zxid }, k) => {
    const at = `epoch ${epoch}, zxid <<${zxid.join(", ")}>>`;
    return `${" ".repeat(width)}  server ${k + 1} begins at ${at}`;
  });
  const numbered = taken.map((step, k) => `${String(k + 1).padStart(width)}. ${stepText(step)}`);
  return fence("text", [...start, ...numbered].join("\n"));
}

function told(entry: Defect, { taken, refused, violated }: Driven, schedule: Schedule): string {
  const whole = taken === 1 ? "the one step" : `all ${taken} steps`;
  if (violated !== null && entry.accepted === true) {
    return `They take ${whole}, and \`${violated.property}\` does not hold, as in the spec.`;
  }
  if (refused === null) {
    const more = schedule.property === "L0" ? " There is more to do, and nobody is stuck." : "";
    return `They survive it: they take ${whole}, and every property holds after each.${more}`;
  }
  const some = taken === 0 ? "They take no step" : `They take ${count(taken)}`;
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
  CommittedDurable: ["gCommitted"],
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
    if (!isDefect(entry) || what === undefined) return [issues, link, "–", "–", "excluded"];
    const { production, schedule } = what;
    const outcome =
      production.violated !== null
        ? "the same, harmless"
        : production.refused === null
          ? "survive"
          : `refuse step ${production.taken + 1}`;
    return [issues, link, `\`${schedule.property}\``, String(schedule.steps.length + 1), outcome];
  });
  const header = ["Issue", "What goes wrong", "Violates", "States", "Production reducers"];
  const table = [header, header.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`);
  return text([`# Known bugs`, MARK, introduction.trim(), table.join("\n")]);
}
