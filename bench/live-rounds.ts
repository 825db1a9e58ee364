import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { ownsFolder, removeFolder } from "./cleanup.js";
import { Ensemble } from "./ensemble.js";
import { LiveJudge } from "./live-judge.js";
import { runLoad, type LoadResult } from "./load.js";
import { ours } from "./product.js";
import { CONNECTIONS, OUTSTANDING } from "./throughput.js";

export interface LiveOptions {
  readonly script: string;
  readonly dir: string;
  readonly rounds: number;
  /** How long each paced load lasts. */
  readonly seconds: number;
  readonly say: (line: string) => void;
}

/** What one load did to an ensemble. */
export interface Measured {
  readonly load: "paced" | "full";
  readonly judged: boolean;
  readonly result: LoadResult;
  /** CPU of the servers, ms per 1,000 creates. */
  readonly cpu: number;
  readonly judge: JudgeMeasured | null;
}

export interface JudgeMeasured {
  /** The farthest behind that it said it was during the load, s. */
  readonly lag: number;
  /** How long it took, after the load, until everything was judged, s. */
  readonly caughtUp: number;
  /** Lines, and CPU seconds, from the beginning of the load until everything was judged. */
  readonly lines: number;
  readonly cpu: number;
  /** Seconds from the beginning of the load until everything was judged. */
  readonly seconds: number;
  /** The most memory so far, MiB. */
  readonly memory: number;
}

/** Writes a second at which the judge must keep up. */
export const PACE = 1_000;
const FULL = { operations: 16_000, milliseconds: 3_000 };
const CATCH_UP_MS = 240_000;

interface Contestant {
  readonly ensemble: Ensemble;
  readonly judge: LiveJudge | null;
}

/** Two ensembles that record, one of them with a judge beside it, under the same loads in turn. */
export async function liveRounds(options: LiveOptions): Promise<readonly Measured[]> {
  const folder = mkdtempSync(join(options.dir, "zabkeeper-bench-"));
  ownsFolder(folder);
  const contestants: Contestant[] = [];
  try {
    for (const judged of [false, true]) {
      const record = join(folder, judged ? "judged" : "recorded");
      const ensemble = await Ensemble.spawn(ours(options.script, record), options.dir);
      contestants.push({ ensemble, judge: null });
      await ensemble.serving();
      if (judged) {
        contestants.splice(1, 1, { ensemble, judge: new LiveJudge(options.script, record) });
      }
    }
    const measured: Measured[] = [];
    for (let round = 0; round <= options.rounds; round += 1) {
      for (const load of ["paced", "full"] as const) {
        const order = round % 2 === 0 ? contestants : [...contestants].reverse();
        for (const contestant of order) {
          const one = await measure(contestant, load, round, options);
          if (round > 0) measured.push(one);
        }
      }
    }
    for (const { judge } of contestants) await judge?.conforms();
    return measured;
  } finally {
    await Promise.all(contestants.map(({ ensemble }) => ensemble.stop()));
    removeFolder(folder);
  }
}

async function measure(
  { ensemble, judge }: Contestant,
  load: Measured["load"],
  round: number,
  { seconds, say }: LiveOptions,
): Promise<Measured> {
  const paced = { operations: PACE * seconds, milliseconds: 1000 * seconds, perSecond: PACE };
  judge?.listen();
  const began = performance.now();
  const before = {
    servers: ensemble.cpuSeconds(),
    lines: judge?.steps ?? 0,
    judge: judge?.cpuSeconds ?? 0,
  };
  const result = await runLoad({
    kind: "create",
    ports: ensemble.ports,
    connections: CONNECTIONS,
    outstanding: OUTSTANDING,
    parent: `/live-${load}-${round}`,
    nodes: 0,
    ...(load === "paced" ? paced : FULL),
  });
  const lags = judge?.lags ?? [];
  await ensemble.settle();
  const cpu = ((ensemble.cpuSeconds() - before.servers) * 1e6) / result.operations;
  const mode = judge === null ? "recording" : "recording and judging";
  say(`round ${round}: ${load}, ${mode}: ${Math.round(result.perSecond)} creates/s`);
  if (judge === null) return { load, judged: false, result, cpu, judge: null };
  const caughtUp = await judge.caughtUp(CATCH_UP_MS);
  const measured = {
    lag: Math.max(0, ...lags) / 1000,
    caughtUp,
    lines: judge.steps - before.lines,
    cpu: judge.cpuSeconds - before.judge,
    seconds: (performance.now() - began) / 1000,
    memory: judge.mostMiB,
  };
  say(`  behind at most ${measured.lag.toFixed(2)} s, all judged ${caughtUp.toFixed(1)} s later`);
  return { load, judged: true, result, cpu, judge: measured };
}
