// Promise: exit code 0 means that every chosen model showed exactly what the manifest says.
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { resolveTools, RunnerError } from "tla2tools-runner";
import { INTERRUPTED, parseWords, runCommand, UsageError } from "../command/index.js";
import { formatBudgets } from "./budget.js";
import type { ModelReport } from "./check-model.js";
import { checkModels } from "./check-models.js";
import {
  formatCounterexample,
  formatHead,
  formatProgress,
  formatReasons,
  formatReport,
  formatSummary,
} from "./format.js";
import { loadManifest, ManifestError } from "./manifest.js";
import { selectModels, type Selection } from "./select.js";
import { isTier, TIER_NAMES } from "./tier.js";

const USAGE =
  "usage: npm run models -- [MODEL… | --tier quick|ci|nightly|simulation | --all]\n" +
  "         [--jobs WORKERS] [--heap SIZE] [--dir DIR]";

/** What runs where nothing is wished for. */
const DEFAULT_TIER = "ci";

const FAILED = 1;

interface Arguments extends Selection {
  readonly dir: string;
  readonly jobs: number | undefined;
  readonly heap: string | undefined;
}

/** The project's own models, seen from the compiled file. */
const MODELS_DIR = fileURLToPath(new URL("../../../spec/models", import.meta.url));

const OPTIONS = {
  tier: { type: "string" },
  all: { type: "boolean" },
  jobs: { type: "string" },
  heap: { type: "string" },
  dir: { type: "string" },
} as const;

function readArguments(words: readonly string[]): Arguments {
  const { values, positionals } = parseWords(words, { allowPositionals: true, options: OPTIONS });
  const { tier, all, dir, jobs, heap } = values;
  if (tier !== undefined && !isTier(tier)) {
    throw new UsageError(`--tier is ${tier}: it takes ${TIER_NAMES}`);
  }
  if (jobs !== undefined && !/^[1-9]\d{0,3}$/.test(jobs)) {
    throw new UsageError(`--jobs is ${jobs}: it takes a number of workers from 1 up`);
  }
  const wishes = [positionals.length > 0, tier !== undefined, all === true];
  if (wishes.filter((wish) => wish).length > 1) {
    throw new UsageError("models by name, --tier and --all exclude each other: keep one");
  }
  const here = relative(process.cwd(), MODELS_DIR);
  const chosen = wishes.includes(true) ? tier : DEFAULT_TIER;
  return {
    ...{ names: positionals, tier: chosen, heap },
    dir: dir ?? (here === "" ? "." : here),
    jobs: jobs === undefined ? undefined : Number(jobs),
  };
}

async function main(words: readonly string[], signal: AbortSignal): Promise<number> {
  const { dir, jobs, heap, ...selection } = readArguments(words);
  const models = selectModels(await loadManifest(dir), selection);
  if (models.length === 0) throw new UsageError("no model of the manifest fits these options");
  const tools = await resolveTools({ onStatus: (status) => void console.error(status) });
  const reports: ModelReport[] = [];
  console.log(formatHead());
  const options = {
    dir,
    jobs,
    heap,
    tools,
    signal,
    onProgress: (...step: Parameters<typeof formatProgress>) => {
      if (process.stderr.isTTY) console.error(formatProgress(...step));
    },
  };
  for await (const report of checkModels(models, options)) {
    reports.push(report);
    console.log(formatReport(report));
    for (const line of formatReasons(report, dir)) console.log(line);
    for (const line of formatCounterexample(report)) console.log(line);
  }
  if (selection.names?.length === 0) {
    for (const line of formatBudgets(reports)) console.log(line);
  }
  console.log(formatSummary(reports, models.length));
  if (signal.aborted) return INTERRUPTED;
  return reports.every(({ reasons }) => reasons.length === 0) ? 0 : FAILED;
}

await runCommand({ name: "models", main, usage: USAGE, answers: [ManifestError, RunnerError] });
