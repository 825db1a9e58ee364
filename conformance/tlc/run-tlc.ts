/** Runs TLC once on the generated module of some pieces, and gives what it printed of each. */
import { rmSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTlc, type TlaValue, type TlcResult } from "tla2tools-runner";
import { specFolder, stepConfig } from "../judge/spec-files.js";
import { CannotTell } from "../trace/stop.js";
import { DATA, dataHead, dataTail, recordText, stepsText, traceConfig } from "./data-module.js";
import type { TlcOptions } from "./options.js";
import type { Piece } from "./piece.js";
import { samplingOf } from "./sampling.js";

const TIMEOUT_MS = 15 * 60_000;
const HEAP = "2g";

/** TLC evaluates a sync stream, and a search through a history, by recursion. */
const STACK = "-Xss256m";

/** What a short run is done before Java's second compiler has paid for itself. */
const QUICK = "-XX:TieredStopAtLevel=1";
const SHORT = 2000;

/** What the spec printed of one run: the word it begins with and the rest. */
export interface Said {
  readonly word: string;
  readonly rest: readonly TlaValue[];
}

/**
 * The pieces are of one spec and one ensemble.
 *
 * @throws CannotTell when TLC could not go through them.
 */
export async function askTlc(
  pieces: readonly Piece[],
  options: TlcOptions,
): Promise<readonly (readonly Said[])[]> {
  const [first] = pieces;
  if (first === undefined) return [];
  const { spec, ensemble } = first;
  const folder = await mkdtemp(join(tmpdir(), "zabkeeper-check-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  // A process that is told twice to end does not come so far as to the end of this function.
  process.once("exit", remove);
  try {
    const specDir = options.specDir ?? specFolder();
    const config = join(folder, `Trace${spec}.cfg`);
    await writeFile(config, traceConfig(spec, stepConfig(spec, specDir), ensemble));
    await writeFile(join(folder, `${DATA[spec]}.tla`), dataText(pieces));
    const steps = pieces.reduce((sum, piece) => sum + piece.steps.length, 0);
    const result = await runTlc({
      module: join(specDir, "traces", `Trace${spec}.tla`),
      libraries: [folder, specDir],
      config,
      workers: 1,
      deadlock: false,
      heap: options.heap ?? HEAP,
      jvmFlags: steps > SHORT ? [STACK] : [STACK, QUICK],
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
      tools: options.tools,
      signal: options.signal,
      maxPrinted: Infinity,
    });
    if (result.verdict !== "ok") throw new NotJudged(result);
    return saidBy(result, pieces.length);
  } finally {
    process.off("exit", remove);
    remove();
  }
}

function dataText(pieces: readonly Piece[]): string {
  const records = pieces.map((piece) => {
    const [head, tail] = recordText(piece, samplingOf(piece));
    return `${head}${stepsText(piece.tuples)}${tail}`;
  });
  return `${dataHead((pieces[0] as Piece).spec)}${records.join(",\n")}${dataTail}`;
}

function saidBy({ printed }: TlcResult, runs: number): readonly (readonly Said[])[] {
  const said = Array.from({ length: runs }, (): Said[] => []);
  for (const { value } of printed) {
    if (!Array.isArray(value)) continue;
    const [word, run, ...rest] = value as readonly TlaValue[];
    if (typeof word === "string") said[Number(run) - 1]?.push({ word, rest });
  }
  return said;
}

/** TLC did not go through all pieces. */
export class NotJudged extends CannotTell {
  /** Whether one of the pieces may be the reason, so that the others are worth another try. */
  readonly ofOne: boolean;

  constructor({ verdict, message, problems }: TlcResult) {
    const reason = [message ?? "", problems.map((problem) => problem.message).join("; ")];
    super(`TLC could not judge the run (${verdict}): ${reason.join(" ").trim()}`, null);
    this.ofOne = verdict === "evaluation-error" || verdict === "failed";
  }
}
