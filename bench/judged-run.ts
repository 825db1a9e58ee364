// Judges one run, alone in its process, and prints what that took as JSON.
import { checkRun, tuneProcess } from "#conformance";

export interface Judged {
  readonly verdict: string;
  /** Of both specs. */
  readonly steps: number;
  /** Until the text of both specs is compiled and the first line judged; then the others. */
  readonly readySeconds: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Steps a second, of the second thousand of them; null in a run that is shorter. */
  readonly secondThousand: number | null;
  /** The most memory that the process had. */
  readonly megabytes: number;
}

tuneProcess();
const [folder = ""] = process.argv.slice(2);
const began = performance.now();
const THOUSAND = 1000;
let ready = began;
let cpuBefore = process.cpuUsage();
let thousand = began;
let secondThousand: number | null = null;
const taken = (steps: number) => {
  if (steps === 1) {
    ready = performance.now();
    cpuBefore = process.cpuUsage();
  } else if (steps === THOUSAND) thousand = performance.now();
  else if (steps === 2 * THOUSAND) {
    secondThousand = (THOUSAND * 1000) / (performance.now() - thousand);
  }
};
const verdict = await checkRun(folder, { taken });
const { user, system } = process.cpuUsage(cpuBefore);
const { steps = 0, electionJudged = 0 } = "summary" in verdict ? verdict.summary : {};
const judged: Judged = {
  verdict: verdict.verdict,
  steps: steps + electionJudged,
  readySeconds: (ready - began) / 1000,
  seconds: (performance.now() - ready) / 1000,
  cpuSeconds: (user + system) / 1e6,
  secondThousand,
  megabytes: process.resourceUsage().maxRSS / 1000,
};
process.stdout.write(`${JSON.stringify(judged)}\n`);
