import { existsSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { systemProblem, UsageError } from "#conformance/command";
import { makeDirectory } from "#runtime/node";
import { availability } from "./availability.js";
import { cleanUpAtExit } from "./cleanup.js";
import { machineFacts } from "./machine.js";
import { memory } from "./memory.js";
import { parseOptions, SECTIONS, USAGE, type Options, type Section } from "./options.js";
import { apache, ours } from "./product.js";
import { rewriteBlock, SERVERS_TABLE } from "./readme.js";
import { recording } from "./recording.js";
import { report } from "./report.js";
import { Samples } from "./samples.js";
import { stalls } from "./stalls.js";
import { steps } from "./steps.js";
import { throughput } from "./throughput.js";
import type { Context } from "./context.js";

const USAGE_CODE = 64;
const project = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

type Part = (context: Context) => Promise<void> | void;

/** One part may answer for two sections, which share its ensembles. */
const PARTS: Readonly<Record<Section, Part>> = {
  steps,
  creates: throughput,
  gets: throughput,
  memory,
  start: availability,
  failover: availability,
  record: recording,
  stalls,
};

async function main(options: Options): Promise<number> {
  cleanUpAtExit();
  makeDirectory(options.dir);
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1000;
  const say = (line: string) =>
    process.stderr.write(`${elapsed().toFixed(0).padStart(4)} s ${line}\n`);
  const loadBefore = loadavg()[0] ?? 0;
  const samples = new Samples();
  const context: Context = {
    options,
    samples,
    ours: ours(options.script),
    apache: await apache(say),
    say,
    hasTime: () => elapsed() < options.budget,
  };
  const failures = await runParts(context);
  const text = report(samples, {
    facts: machineFacts(options.dir, loadBefore),
    note: options.note,
    rounds: options.rounds,
    seconds: elapsed(),
    failures,
  });
  process.stdout.write(text);
  if (options.out !== null) writeFileSync(options.out, text);
  if (options.write) rewriteBlock(join(project, "bench", "README.md"), SERVERS_TABLE, text);
  return failures.length === 0 ? 0 : 1;
}

/** Runs what is wanted; a part that fails is reported and does not take the others with it. */
async function runParts(context: Context): Promise<readonly string[]> {
  const failures: string[] = [];
  const parts = SECTIONS.filter((section) => context.options.sections.has(section));
  for (const part of new Set(parts.map((section) => PARTS[section]))) {
    if (!context.hasTime()) {
      failures.push(`${part.name}: the budget of ${context.options.budget} s was used up`);
      continue;
    }
    try {
      await part(context);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      context.say(`${part.name} failed: ${reason}`);
      failures.push(`${part.name}: ${reason}`);
    }
  }
  return failures;
}

try {
  const args = process.argv.slice(2);
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(`${USAGE}\n`);
    process.exit(0);
  }
  const options = parseOptions(args, project);
  if (!existsSync(options.script)) throw new UsageError(`there is no ${options.script} to start`);
  process.exit(await main(options));
} catch (error) {
  const usage = error instanceof UsageError;
  const told = error instanceof Error ? error.message : String(error);
  process.stderr.write(`bench: ${systemProblem(error) ?? told}\n`);
  if (usage) process.stderr.write(`${USAGE}\n`);
  process.exit(usage ? USAGE_CODE : 1);
}
