/** The verdict on a run whose steps were all judged, by whichever judge. */
import type { Outcomes } from "./finding.js";
import type { Summary, Verdict } from "./verdict.js";
import type { Opened } from "../trace/run-reader.js";
import { violation } from "./violation.js";

/** `votes` is null for a run in which no voter recorded an election. */
export function conclusion(
  { lives }: Opened,
  summary: Summary,
  zab: Outcomes,
  votes: Outcomes | null,
): Verdict {
  const filesOf = (server: number) =>
    (lives.find(([life]) => life?.server === server) ?? []).map(({ file }) => file);
  const [fault, other = null] = [zab, votes].flatMap((one) =>
    one?.ok === false ? [one.finding] : [],
  );
  if (fault !== undefined) return violation(filesOf, summary, fault, other);
  const { steps, restarts, electionJudged } = summary;
  if (steps === restarts && electionJudged === 0) {
    const [file] = lives.flat().map((life) => life.file);
    const reason = "no event was recorded: there is no step to judge";
    return { verdict: "cannot tell", reason, place: file === undefined ? null : { file, line: 1 } };
  }
  const [committed = 0, established = 0] = zab.ok ? zab.counts : [];
  const [decisions = 0] = votes?.ok === true ? votes.counts : [];
  return { verdict: "conforms", summary, committed, established, decisions };
}
