/** Whether two judges say the same of one run. */
import { formatVerdict } from "./report/text.js";
import type { Verdict } from "./verdict/verdict.js";
import { placeText } from "./trace/run.js";

/** Null where the second judge could not say anything of a run that the first one has judged. */
export type Agreement =
  { readonly agree: true | null } | { readonly agree: false; readonly reason: string };

export function agreement(
  first: Verdict,
  second: Verdict,
  parted: string | null = null,
): Agreement {
  if (parted !== null) return { agree: false, reason: parted };
  if (second.verdict === "cannot tell" && first.verdict !== "cannot tell") return { agree: null };
  const [one, other] = [said(first), said(second)];
  if (one === other) return { agree: true };
  return { agree: false, reason: `the evaluator says ${one}, and TLC says ${other}` };
}

/** What the second judge adds, in a line; where they disagree, with all that it says. */
export function agreementText({
  second,
  agreement: found,
}: {
  readonly second: Verdict;
  readonly agreement: Agreement;
}): string {
  if (found.agree === false) {
    return `the two judges disagree: ${found.reason}\n${formatVerdict(second)}`;
  }
  if (found.agree) return "second judge TLC says the same";
  const why = second.verdict === "cannot tell" ? `: ${second.reason}` : "";
  return `second judge TLC cannot tell${why}`;
}

/** The verdict and the line it is about; how it is explained is each judge's own. */
function said(verdict: Verdict): string {
  if (verdict.verdict !== "violates") return verdict.verdict;
  const { spec, step, reason } = verdict;
  return `violates ${spec}.tla at ${placeText(step.place)} ${step.action} (${reason})`;
}
