/** What is shown of a run that is not allowed, where more than one thing may be wrong with it. */
import type { Finding } from "./finding.js";
import type { Summary, Verdict } from "./verdict.js";
import type { Translator } from "../steps/zab.js";
import { placeText } from "../trace/run.js";

/** Two servers disagree about a txn before anything was recorded: property LogMatching. */
export function beforeTheFirstStep(
  summary: Summary,
  { start, problem }: Translator["conflicts"][number],
): Verdict {
  const { place, header } = start;
  const parameters = [`s = ${String(header.server)}`];
  const [recorded, expected] = [problem, "one txn for each zxid"];
  return {
    verdict: "violates",
    summary,
    spec: "Zab",
    step: { place, server: header.server, q: null, action: "Init", parameters },
    position: 0,
    reason: "contradiction",
    fields: [{ name: "base.log", recorded, expected }],
    properties: [],
    situation: [],
    enabled: [],
    lastGood: null,
    sender: null,
  };
}

/**
 * The verdict of a run with a fault, or with one in each spec. Of two the one of Zab is shown,
 * because the election depends on Zab's lines and not the other way round, unless that of the
 * election stands before it in the lines of one server. The other one is a note.
 */
export function violation(
  filesOf: (server: number) => readonly string[],
  summary: Summary,
  zab: Finding,
  election: Finding | null,
): Verdict {
  const earlier = election !== null && standsBefore(filesOf(zab.step.server), election, zab);
  const [shown, other] = earlier ? [election, zab] : [zab, election];
  const notes =
    other === null
      ? summary.notes
      : [
          `${other.spec}.tla is violated, too: ${placeText(other.step.place)} ${other.step.action}`,
          ...summary.notes,
        ];
  return { ...shown, verdict: "violates", summary: { ...summary, notes } };
}

function standsBefore(files: readonly string[], a: Finding, b: Finding): boolean {
  if (a.step.server !== b.step.server) return false;
  const [x, y] = [a, b].map(({ step }) => step.place);
  if (x === undefined || y === undefined) return false;
  if (x.file === y.file) return x.line < y.line;
  return files.indexOf(x.file) < files.indexOf(y.file);
}
