/** Runs TLC on the generated module and reads what it says of the run. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTlc, type TlaValue, type TlcResult, type Tools } from "tla2tools-runner";
import { specFolder, stepConfig } from "../judge/spec-files.js";
import { Labels } from "../steps/labels.js";
import { CannotTell } from "../trace/stop.js";

/** How the judge is run; everything has a default. */
export interface JudgeOptions {
  /** The folder with Zab.tla. Default: `spec/` of this package. */
  readonly specDir?: string | undefined;
  /** Java and the TLA+ tools, when they were found already. */
  readonly tools?: Tools | undefined;
  /** Java's largest heap. Default: by the length of the run. */
  readonly heap?: string | undefined;
  /** Kills the judge. */
  readonly signal?: AbortSignal | undefined;
  /** Kills the judge after so many milliseconds. Default: 15 minutes. */
  readonly timeoutMs?: number | undefined;
  /** Keeps the generated module here, to be looked at. */
  readonly keep?: string | undefined;
}

const TIMEOUT_MS = 15 * 60_000;

/** TLC evaluates a sync stream, and a search through a history, by recursion. */
const STACK = "-Xss256m";

/** What a short run is done before Java's second compiler has paid for itself. */
const QUICK = "-XX:TieredStopAtLevel=1";
const SHORT = 2000;

const KNOWN = ["ACCEPTED", "FIELD", "OUT", "BROKEN", "ENABLED", "STATE"];

/** What the spec printed: the word it begins with and the rest. */
export interface Said {
  readonly word: string;
  readonly rest: readonly TlaValue[];
}

export interface Outcome {
  readonly said: readonly Said[];
  /** How many states in a row were found, that of the empty disks and of the start included. */
  readonly depth: number;
}

/** What is judged: a module of spec/traces, and the text of the one that it reads the run from. */
export interface Judged {
  readonly module: "TraceZab" | "TraceElection";
  readonly data: string;
  readonly steps: number;
}

/** The generated module that each of them extends. */
const DATA = { TraceZab: "TraceData", TraceElection: "TraceElectionData" } as const;

/** A generated module that TLC may be run on several times. */
export class Judge {
  readonly #folder: string;
  readonly #options: JudgeOptions;
  readonly #judged: Judged;
  /** What the configurations of all judges have in common. */
  readonly common: string;
  readonly labels: Labels;

  private constructor(
    folder: string,
    options: JudgeOptions,
    judged: Judged,
    texts: { readonly common: string; readonly labels: Labels },
  ) {
    this.#folder = folder;
    this.#options = options;
    this.#judged = judged;
    this.common = texts.common;
    this.labels = texts.labels;
  }

  static async on(judged: Judged, options: JudgeOptions): Promise<Judge> {
    const folder = options.keep ?? (await mkdtemp(join(tmpdir(), "zabkeeper-check-")));
    await writeFile(join(folder, `${DATA[judged.module]}.tla`), judged.data);
    const spec = options.specDir ?? specFolder();
    const name = judged.module === "TraceZab" ? "Zab" : "Election";
    const common = stepConfig(name, spec);
    const labels = await Labels.in(spec, name);
    return new Judge(folder, options, judged, { common, labels });
  }

  /** @throws CannotTell when TLC could not go through the run. */
  async run(config: string): Promise<Outcome> {
    const spec = this.#options.specDir ?? specFolder();
    const { module, steps } = this.#judged;
    const file = join(this.#folder, `${module}.cfg`);
    await writeFile(file, config);
    const result = await runTlc({
      module: join(spec, "traces", `${module}.tla`),
      libraries: [this.#folder, spec],
      config: file,
      workers: 1,
      deadlock: false,
      heap: this.#options.heap ?? `${String(1 + Math.ceil(steps / 8000))}g`,
      jvmFlags: steps > SHORT ? [STACK] : [STACK, QUICK],
      timeoutMs: this.#options.timeoutMs ?? TIMEOUT_MS,
      tools: this.#options.tools,
      signal: this.#options.signal,
    });
    return { said: saidBy(result), depth: depthOf(result) };
  }

  async close(): Promise<void> {
    if (this.#options.keep === undefined) {
      await rm(this.#folder, { recursive: true, force: true });
    }
  }
}

function saidBy({ printed }: TlcResult): Said[] {
  return printed.flatMap(({ value }) => {
    if (!Array.isArray(value)) return [];
    const [word, ...rest] = value as readonly TlaValue[];
    return typeof word === "string" && KNOWN.includes(word) ? [{ word, rest }] : [];
  });
}

function depthOf(result: TlcResult): number {
  if (result.verdict !== "ok") {
    const problems = result.problems.map(({ message }) => message).join("; ");
    const reason = `${result.message ?? ""} ${problems}`.trim();
    throw new CannotTell(`TLC could not judge the run (${result.verdict}): ${reason}`, null);
  }
  return result.counts.depth ?? 0;
}
