// Judges one run, alone in its process, and prints what that took as JSON.
import { checkRun } from "#conformance";

export interface Judged {
  readonly verdict: string;
  /** Of both specs. */
  readonly steps: number;
  /** Until the text of the specs is compiled; how long the steps took, after that. */
  readonly readySeconds: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** The most memory that the process had. */
  readonly megabytes: number;
}

const [folder = ""] = process.argv.slice(2);
const began = performance.now();
let ready = began;
let cpuBefore = process.cpuUsage();
const observer = {
  onStart: () => {
    ready = performance.now();
    cpuBefore = process.cpuUsage();
  },
  onStep: () => undefined,
};
const verdict = await checkRun(folder, { observer });
const { user, system } = process.cpuUsage(cpuBefore);
const { steps = 0, electionJudged = 0 } = "summary" in verdict ? verdict.summary : {};
const judged: Judged = {
  verdict: verdict.verdict,
  steps: steps + electionJudged,
  readySeconds: (ready - began) / 1000,
  seconds: (performance.now() - ready) / 1000,
  cpuSeconds: (user + system) / 1e6,
  megabytes: process.resourceUsage().maxRSS / 1000,
};
process.stdout.write(`${JSON.stringify(judged)}\n`);
