/** Renders a verdict for people: at most 60 lines, whatever it has to say. */
import { printable } from "#codec";
import { placeText } from "../trace/run.js";
import { plain, type Paint } from "./paint.js";
import { fitted, laidOut, section, wrapped, type Section } from "./section.js";
import type { Conforms, Summary, Undecided, Unreadable, Verdict } from "../verdict/verdict.js";
import { violationSections } from "./violation.js";

const MAX_LINES = 60;

/** A verdict as text, at most 60 lines; without colours unless they are asked for. */
export function formatVerdict(verdict: Verdict, paint: Paint = plain): string {
  return laidOut(fitted(sectionsOf(verdict), MAX_LINES), paint).join("\n");
}

function sectionsOf(verdict: Verdict): Section[] {
  switch (verdict.verdict) {
    case "bad input":
      return [section("bad input", faultLines(verdict), "bad")];
    case "cannot tell":
      return undecided(verdict);
    case "conforms":
      return [
        section("conforms", achievements(verdict), "good"),
        ...runSections(verdict.summary),
        ...actionSections(verdict.summary),
        noteSection(verdict.summary),
      ];
    case "violates":
      return [
        ...violationSections(verdict),
        ...runSections(verdict.summary),
        noteSection(verdict.summary),
      ];
  }
}

const faultLines = ({ faults }: Unreadable): string[] =>
  faults.map(({ place, problem }) => printable(`${placeText(place)}: ${problem}`));

function undecided({ place, reason, missing }: Undecided): Section[] {
  const where = place === null ? "" : `${placeText(place)}: `;
  const absent = missing === undefined ? [] : [`${placeText(missing.place)}: ${missing.text}`];
  return [
    section("cannot tell", [printable(`${where}${reason}`)], "doubt"),
    section("missing", absent),
  ];
}

/** What a run that conforms has come to. */
export function achievements({ committed, established, decisions, summary }: Conforms): string[] {
  const elected = summary.electionJudged === 0 ? [] : [`${count(decisions, "vote")} decided`];
  const what = [
    `${count(established, "epoch")} established`,
    `${count(committed, "txn")} committed`,
    ...elected,
  ];
  const nothing = established === 0 ? ["nothing was established: this says little"] : [];
  return [what.join(", "), ...nothing];
}

export function count(n: number, what: string): string {
  return `${String(n)} ${what}${n === 1 ? "" : "s"}`;
}

function runSections(s: Summary): Section[] {
  const inserted = `${count(s.breaks, "break")} and ${count(s.restarts, "restart")} among them`;
  return [section("run", [`${count(s.files, "file")}, ${count(s.steps, "step")}, ${inserted}`])];
}

function actionSections(s: Summary): Section[] {
  const seen = (actions: Readonly<Record<string, number>>) =>
    Object.entries(actions).map(([name, n]) => `${name} ${String(n)}`);
  return [
    section("actions", wrapped(seen(s.actions))),
    section("elections", wrapped(seen(s.electionActions))),
    section("never seen", wrapped(s.neverSeen)),
  ];
}

function noteSection(s: Summary): Section {
  return section("note", [
    ...(s.electionJudged > 0 ? [`${count(s.electionJudged, "election event")} judged`] : []),
    ...(s.dropped > 0 ? [`${count(s.dropped, "event")} that enabled nothing`] : []),
    ...s.notes,
  ]);
}
