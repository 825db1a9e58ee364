// The judge on recorded runs of growing length: every line of both specs, with every property.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Judged } from "./judged-run.js";

/** Events of the runs, unless others are named. */
export const LENGTHS = [1_000, 10_000, 100_000];

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
];

const round = (value: number) => Math.round(value).toLocaleString("en-US");

/** A head and a row for each run; each is judged by a process of its own. */
export function runRows(project: string, lengths: readonly number[]): (readonly string[])[] {
  return [
    HEAD,
    ...HABITS.flatMap((habits) => lengths.map((events) => row(project, habits, events))),
  ];
}

function row(project: string, habits: string, events: number): readonly string[] {
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
    return [
      `${habits}, ${round(events)} events`,
      round(judged.steps),
      `${judged.readySeconds.toFixed(1)} s`,
      `${judged.seconds.toFixed(1)} s`,
      round(judged.steps / judged.seconds),
      judged.secondThousand === null ? "–" : round(judged.secondThousand),
      round(judged.steps / judged.cpuSeconds),
      round(judged.megabytes),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
