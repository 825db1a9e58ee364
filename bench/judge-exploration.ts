// The evaluator of the spec's text explores a model: on one core, with every check, beside TLC.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runTlc, type Tools } from "tla2tools-runner";
import { compile, explore, loadSpec, parseConfig } from "#conformance/tla";
import { CpuWatch } from "./cpu-watch.js";

/** What the manifest of models pins of one. */
export interface Entry {
  readonly cfg: string;
  readonly module: string;
  readonly distinct?: number;
  readonly depth?: number;
}

export const EXPLORATION_HEAD = [
  "model",
  "distinct states",
  "judge",
  "TLC",
  "judge, states/s",
  "TLC, states/s",
  "judge, states per CPU second",
  "TLC, states per CPU second",
  "judge, MB",
];

const MB = 1e6;
const round = (value: number) => Math.round(value).toLocaleString("en-US");

/** One row of the table; counts that are not the manifest's are an error. */
export async function explorationRow(
  { cfg, module, distinct, depth }: Entry,
  project: string,
  tools: Tools | null,
): Promise<readonly string[]> {
  const folders = ["models", ""].map((folder) => join(project, "spec", folder));
  const textOf = (name: string) => {
    const file = folders.map((folder) => join(folder, `${name}.tla`)).find(existsSync);
    return file === undefined ? undefined : readFileSync(file, "utf8");
  };
  const config = parseConfig(readFileSync(join(project, "spec", "models", cfg), "utf8"), cfg);
  const program = compile(loadSpec(module, textOf), config);
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  const found = explore(program, config);
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const wrong = found.distinct !== distinct || found.depth !== depth || !found.complete;
  if (wrong) {
    const counts = `${String(found.distinct)} states, depth ${String(found.depth)}`;
    throw new Error(`${cfg}: ${counts}; TLC has ${String(distinct)} and ${String(depth)}`);
  }
  const tlc = tools === null ? null : await runOfTlc({ cfg, module }, project, tools);
  const rate = (of: number | undefined) => (of === undefined ? "–" : round(found.distinct / of));
  return [
    cfg.replace(/\.cfg$/, ""),
    round(found.distinct),
    `${seconds.toFixed(1)} s`,
    tlc === null ? "–" : `${tlc.seconds.toFixed(1)} s`,
    rate(seconds),
    rate(tlc?.seconds),
    rate((user + system) / 1e6),
    rate(tlc?.cpu),
    round(process.memoryUsage.rss() / MB),
  ];
}

/** TLC with one worker, from the start of its process to its end. */
async function runOfTlc(
  { cfg, module }: Pick<Entry, "cfg" | "module">,
  project: string,
  tools: Tools,
): Promise<{ readonly seconds: number; readonly cpu: number }> {
  const models = join(project, "spec", "models");
  const watch = new CpuWatch();
  const began = performance.now();
  try {
    const { verdict } = await runTlc({
      module: join(models, `${module}.tla`),
      config: join(models, cfg),
      libraries: [join(project, "spec")],
      workers: 1,
      heap: "2g",
      tools,
      onStart: (pid) => watch.follow(pid),
    });
    if (verdict !== "ok") throw new Error(`TLC on ${cfg}: ${verdict}`);
    return { seconds: (performance.now() - began) / 1000, cpu: watch.seconds };
  } finally {
    watch.end();
  }
}
