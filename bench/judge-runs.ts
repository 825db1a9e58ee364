// The judge on recorded runs of growing length: every line of both specs, with every property.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Judged } from "./judged-run.js";

/** Events of the runs, unless others are named. */
export const LENGTHS = [1_000, 10_000, 100_000, 1_000_000];

/** Steps a second that are wanted at every length. */
const WANTED = 15_000;

/** TLC is asked about runs of this many events at most: it takes minutes for the next length. */
const LARGEST_FOR_TLC = 10_000;

/** As in a quiet ensemble, and with connections and processes that end all the time. */
const HABITS = ["calm", "stormy"];

const HEAD = [
  "run",
  "steps",
  "ready after",
  "judged in",
  "steps/s",
  "second 1,000, steps/s",
  "steps per CPU second",
  "at most, MB",
  "wanted: 15,000 steps/s and at most 300 MB",
  "TLC and judge, steps/s",
];

const round = (value: number) => Math.round(value).toLocaleString("en-US");

/** A head and a row for each run; each is judged by a process of its own, and by TLC if asked. */
export function runRows(
  project: string,
  lengths: readonly number[],
  withTlc: boolean,
): (readonly string[])[] {
  return [
    HEAD,
    ...HABITS.flatMap((habits) =>
      lengths.map((events) => row(project, habits, events, withTlc && events <= LARGEST_FOR_TLC)),
    ),
  ];
}

function row(project: string, habits: string, events: number, withTlc: boolean): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "zabkeeper-bench-"));
  const node = (program: string, ...words: string[]) =>
    execFileSync(process.execPath, [join(project, "dist", program), ...words], {
      encoding: "utf8",
    });
  try {
    const run = join(folder, "run");
    const recorded = ["--dir", run, "--events", String(events), "--habits", habits];
    node("simulator/main.js", ...recorded);
    const judged = JSON.parse(node("bench/judged-run.js", run)) as Judged;
    if (judged.verdict !== "conforms") throw new Error(`${habits} ${String(events)} is refused`);
    const began = performance.now();
    if (withTlc) {
      const check = [join(project, "bin", "zabkeeper.js"), "check", "--second-judge", run];
      execFileSync(process.execPath, check, { stdio: "ignore" });
    }
    const twice = (performance.now() - began) / 1000;
    const missed = [
      ...(judged.steps / judged.seconds < WANTED ? ["steps/s"] : []),
      ...(judged.megabytes > 300 ? ["MB"] : []),
    ];
    return [
      `${habits}, ${round(events)} events`,
      round(judged.steps),
      `${judged.readySeconds.toFixed(1)} s`,
      `${judged.seconds.toFixed(1)} s`,
      round(judged.steps / judged.seconds),
      judged.secondThousand === null ? "–" : round(judged.secondThousand),
      round(judged.steps / judged.cpuSeconds),
      round(judged.megabytes),
      missed.length === 0 ? "met" : `**missed: ${missed.join(", ")}**`,
      withTlc ? round(judged.steps / twice) : "–",
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
