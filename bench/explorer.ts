// `npm run bench:explorer`: the explorer beside TLC, the same models, in turn, in the same run.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { resolveTools, RunnerError, runTlc, type Tools } from "tla2tools-runner";
import { knownNames, parseWords, runCommand, UsageError } from "#conformance/command";
import { cleanUpAtExit } from "./cleanup.js";
import { CpuWatch } from "./cpu-watch.js";
import { machineFacts } from "./machine.js";
import { EXPLORER_TABLE, rewriteBlock } from "./readme.js";
import { median } from "./statistics.js";

const USAGE =
  "usage: npm run bench:explorer -- [MODEL…] [--rounds N] [--workers N] [--note TEXT] [--write]";
/** What is compared unless models are named: small, with a fourth voter, the largest, elections. */
const MODELS = ["tiny", "small", "observer", "four-voters", "base", "el-leave", "el-d"];
const HEAP = "4g";
const WANTED = 3;

const project = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const models = join(project, "spec", "models");

/** A run that is of no use; the message says why. */
class BenchError extends Error {}

interface Entry {
  readonly cfg: string;
  readonly module: string;
}

/** One run from the start of its process to its end. */
interface Run {
  readonly distinct: number;
  readonly seconds: number;
  readonly cpu: number;
}

async function measured(run: (watch: CpuWatch) => Promise<number>): Promise<Run> {
  const watch = new CpuWatch();
  const began = performance.now();
  try {
    const distinct = await run(watch);
    return { distinct, seconds: (performance.now() - began) / 1000, cpu: watch.seconds };
  } finally {
    watch.end();
  }
}

/** TLC on a model as the manifest runs it, but for the workers. */
function tlc({ cfg, module }: Entry, workers: number, tools: Tools): Promise<Run> {
  return measured(async (watch) => {
    const result = await runTlc({
      module: join(models, `${module}.tla`),
      config: join(models, cfg),
      libraries: [join(project, "spec")],
      workers,
      heap: HEAP,
      tools,
      onStart: (pid) => watch.follow(pid),
    });
    if (result.verdict !== "ok") throw new BenchError(`TLC on ${cfg}: ${result.verdict}`);
    return result.counts?.distinct ?? 0;
  });
}

function explorer({ cfg }: Entry, workers: number): Promise<Run> {
  return measured(async (watch) => {
    const name = cfg.replace(/\.cfg$/, "");
    const args = ["bin/zabkeeper.js", "explore", name, "--workers", String(workers)];
    const child = spawn(process.execPath, args, {
      cwd: project,
      stdio: ["ignore", "pipe", "inherit"],
    });
    if (child.pid !== undefined) watch.follow(child.pid);
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const [code] = (await once(child, "close")) as [number | null];
    const distinct = /: ([\d,]+) distinct states/.exec(output)?.[1];
    if (code !== 0 || distinct === undefined)
      throw new BenchError(`explore ${name} ended with ${code}`);
    return Number(distinct.replaceAll(",", ""));
  });
}

const round = (value: number) => Math.round(value).toLocaleString("en-US");
const rateOf = ({ distinct, seconds }: Run) => distinct / seconds;
const cpuOf = ({ distinct, cpu }: Run) => (cpu / distinct) * 1e6;

/** The line of one model. */
function line(model: string, ours: readonly Run[], theirs: readonly Run[]): string[] {
  const of = (runs: readonly Run[], what: (run: Run) => number) => median(runs.map(what));
  const faster = of(ours, rateOf) / of(theirs, rateOf);
  const thriftier = of(theirs, cpuOf) / of(ours, cpuOf);
  return [
    model,
    round(ours[0]?.distinct ?? 0),
    `${of(ours, (run) => run.seconds).toFixed(1)} s`,
    `${of(theirs, (run) => run.seconds).toFixed(1)} s`,
    round(of(ours, rateOf)),
    round(of(theirs, rateOf)),
    `${faster.toFixed(1)}`,
    round(of(ours, cpuOf)),
    round(of(theirs, cpuOf)),
    `${thriftier.toFixed(1)}`,
  ];
}

const HEAD = [
  "model",
  "distinct states",
  "explorer",
  "TLC",
  "explorer, states/s",
  "TLC, states/s",
  "ratio",
  "explorer, CPU µs a state",
  "TLC, CPU µs a state",
  "ratio",
];

function table(rows: readonly (readonly string[])[]): string {
  const lines = [HEAD, HEAD.map((_, k) => (k === 0 ? "---" : "---:")), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function readArguments(words: readonly string[]) {
  const { values, positionals } = parseWords(words, {
    allowPositionals: true,
    options: {
      rounds: { type: "string", default: "1" },
      workers: { type: "string", default: "2" },
      note: { type: "string" },
      write: { type: "boolean", default: false },
    },
  });
  for (const option of ["rounds", "workers"] as const) {
    if (/^[1-9]\d?$/.test(values[option])) continue;
    throw new UsageError(`--${option} is "${values[option]}": give a whole number above 0`);
  }
  const manifest = JSON.parse(readFileSync(join(models, "models.json"), "utf8")) as Entry[];
  const names = positionals.length > 0 ? positionals : MODELS;
  const known = manifest.map(({ cfg }) => cfg.replace(/\.cfg$/, ""));
  knownNames("model of spec/models/models.json", names, known);
  const entries = names.map((name) => manifest[known.indexOf(name)] as Entry);
  return { ...values, entries, rounds: Number(values.rounds), workers: Number(values.workers) };
}

async function main(words: readonly string[]): Promise<number> {
  const { entries, rounds, workers, note, write } = readArguments(words);
  cleanUpAtExit();
  const tools = await resolveTools();
  const loadBefore = loadavg()[0] ?? 0;
  const rows: string[][] = [];
  for (const entry of entries) {
    const ours: Run[] = [];
    const theirs: Run[] = [];
    for (let k = 0; k < rounds; k += 1) {
      const turns = [
        async () => ours.push(await explorer(entry, workers)),
        async () => theirs.push(await tlc(entry, workers, tools)),
      ];
      for (const turn of k % 2 === 0 ? turns : turns.reverse()) await turn();
    }
    const counts = new Set([...ours, ...theirs].map(({ distinct }) => distinct));
    if (counts.size > 1)
      throw new BenchError(`${entry.cfg}: the counts differ: ${[...counts].join()}`);
    rows.push(line(entry.cfg.replace(/\.cfg$/, ""), ours, theirs));
    process.stderr.write(`${rows.at(-1)?.join("  ") ?? ""}\n`);
  }
  const facts = machineFacts(tmpdir(), loadBefore).filter((fact) => !fact.includes("fdatasync"));
  const told = [
    ...(note === undefined ? [] : [`**${note}**`]),
    facts.map((fact) => `- ${fact}`).join("\n"),
    `${workers} workers each; ${rounds === 1 ? "one round" : `medians of ${rounds} rounds`}.`,
    table(rows),
  ];
  const text = `${told.join("\n\n")}\n`;
  process.stdout.write(text);
  if (write) rewriteBlock(join(project, "bench", "README.md"), EXPLORER_TABLE, text);
  const slow = rows.filter(
    (cells) => Number(cells[6]) < 1 || (cells[0] === "base" && Number(cells[6]) < WANTED),
  );
  for (const [model] of slow) process.stderr.write(`bench: ${model} is slower than wanted\n`);
  return slow.length > 0 ? 1 : 0;
}

await runCommand({
  name: "bench:explorer",
  main,
  usage: USAGE,
  answers: [BenchError, RunnerError],
});
