import { spawn, type ChildProcess } from "node:child_process";
import { ended, owns } from "./cleanup.js";
import { cpuSeconds, mostResidentMiB } from "./proc.js";
import { pause, within } from "./wait.js";

/** How the judge said that it stands. */
export interface Standing {
  readonly steps: number;
  readonly lag: { readonly bytes: number; readonly ms: number };
}

const STOP_MS = 60_000;
const BEAT_MS = 100;

/** A `zabkeeper check --follow` beside an ensemble. */
export class LiveJudge {
  readonly #child: ChildProcess;
  readonly #pid: number;
  readonly #gone: Promise<number | null>;
  /** What it said since `listen` was called. */
  #heard: Standing[] = [];
  #last: Standing = { steps: 0, lag: { bytes: 0, ms: 0 } };
  #report = "";

  constructor(script: string, folder: string) {
    this.#child = spawn(process.execPath, [script, "check", "--follow", folder], {
      stdio: ["ignore", "pipe", "inherit", "ipc"],
    });
    if (this.#child.pid === undefined) throw new Error(`cannot start ${script}`);
    this.#pid = this.#child.pid;
    owns(this.#pid);
    this.#child.stdout?.on("data", (chunk: Buffer) => (this.#report += chunk.toString()));
    this.#child.on("message", (message) => {
      this.#last = message as Standing;
      this.#heard.push(this.#last);
    });
    this.#gone = new Promise((resolve) => {
      this.#child.once("close", (code) => {
        ended(this.#pid);
        resolve(code);
      });
    });
  }

  get steps(): number {
    return this.#last.steps;
  }

  get cpuSeconds(): number {
    return cpuSeconds(this.#pid);
  }

  get mostMiB(): number {
    return mostResidentMiB(this.#pid);
  }

  /** Forgets what was said, and remembers from now on. */
  listen(): void {
    this.#heard = [];
  }

  /** How far behind it was, each time it said so, in ms. */
  get lags(): readonly number[] {
    return this.#heard.map(({ lag }) => lag.ms);
  }

  /** Waits until everything that is recorded is judged; how long that took, in s. */
  async caughtUp(ms: number): Promise<number> {
    const began = performance.now();
    const until = began + ms;
    while (performance.now() < until) {
      this.listen();
      while (this.#heard.length === 0 && performance.now() < until) {
        if (this.#child.exitCode !== null) throw new Error(`the judge has ended: ${this.#report}`);
        await pause(BEAT_MS);
      }
      if (this.#heard.at(-1)?.lag.bytes === 0) return (performance.now() - began) / 1000;
    }
    throw new Error(`the judge is ${this.#last.lag.ms} ms behind after ${ms / 1000} s`);
  }

  /** Has it end; everything it said, which must be that the run conforms. */
  async conforms(): Promise<void> {
    this.#child.kill("SIGINT");
    const code = await within(STOP_MS, "the judge does not end", this.#gone);
    if (code !== 0) throw new Error(`the judge ended with ${String(code)}: ${this.#report}`);
  }
}
