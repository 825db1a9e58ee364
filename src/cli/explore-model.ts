import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  DEFAULT_MEMORY,
  explore,
  MemoryLimit,
  ModelError,
  readModel,
  type Exploration,
  type Model,
  type Progress,
} from "#explorer";
import { knownNames, systemReason, UsageError } from "#conformance/command";
import { complain } from "./complain.js";
import { EXIT } from "./exit-codes.js";

export interface ExploreFlags {
  readonly workers: number;
  /** MiB; what the explorer takes by itself when it is left out. */
  readonly memory?: number;
}

/** As with `check`: the question is open. */
const CANNOT_TELL = 2;

const MODELS = fileURLToPath(new URL("../../../spec/models/", import.meta.url));

/** Explores a model by its name and says what was found; the exit code. */
export async function exploreModel(name: string, flags: ExploreFlags): Promise<number> {
  const abort = new AbortController();
  const interrupt = () => abort.abort();
  process.once("SIGINT", interrupt);
  try {
    const model = await modelOf(name);
    const { signal } = abort;
    const found = await explore(model, {
      memory: DEFAULT_MEMORY,
      ...flags,
      signal,
      ...(isWatched() && { progress }),
    });
    if (isWatched()) process.stderr.write("\r\x1b[K");
    return tell(model, found, flags.workers);
  } catch (error) {
    if (isWatched()) process.stderr.write("\r\x1b[K");
    const usage = error instanceof ModelError || error instanceof UsageError;
    if (!usage && !(error instanceof MemoryLimit)) throw error;
    complain("explore", error.message);
    return usage ? EXIT.usage : CANNOT_TELL;
  } finally {
    process.off("SIGINT", interrupt);
  }
}

async function modelOf(name: string): Promise<Model> {
  const path = name.endsWith(".cfg") ? name : join(MODELS, `${name}.cfg`);
  if (path !== name) knownNames("model of spec/models", [name], await modelNames());
  const text = await readFile(path, "utf8").catch((error: unknown): never => {
    throw new ModelError(`${name}: ${systemReason(error) ?? String(error)}: name a .cfg file`);
  });
  return readModel(basename(path, ".cfg"), text);
}

async function modelNames(): Promise<readonly string[]> {
  const files = await readdir(MODELS);
  return files.filter((file) => file.endsWith(".cfg")).map((file) => basename(file, ".cfg"));
}

const isWatched = () => process.stderr.isTTY === true;
const count = (n: number) => n.toLocaleString("en-US");

function progress({ distinct, depth, seconds }: Progress): void {
  const rate = count(Math.round(distinct / seconds));
  process.stderr.write(`\r\x1b[K${count(distinct)} states, depth ${depth}, ${rate} states/s`);
}

function tell(model: Model, found: Exploration, workers: number): number {
  const { counterexample, complete, distinct, taken, depth, seconds } = found;
  const size = `${count(distinct)} distinct states, ${count(taken)} steps, depth ${depth}`;
  if (counterexample === null && !complete) {
    complain("explore", `${model.name}: interrupted after ${size}`);
    return EXIT.interrupted;
  }
  process.stdout.write(`${model.name}: ${size}\n`);
  const rate = count(Math.round(distinct / seconds));
  const missed = `a state missed: p < ${found.missed.toExponential(0)}`;
  process.stdout.write(
    `${seconds.toFixed(1)} s, ${rate} distinct states/s, workers: ${workers}; ${missed}\n`,
  );
  if (counterexample === null) {
    process.stdout.write(`All ${model.properties.length} properties hold.\n`);
    return EXIT.ok;
  }
  const { property, states } = counterexample;
  const broken = property === "deadlock" ? "No step is left" : `${property} does not hold`;
  process.stdout.write(`${broken} after ${states.length - 1} steps:\n`);
  states.forEach(({ label }, k) => {
    process.stdout.write(`${String(k + 1).padStart(4)} ${label}\n`);
  });
  process.stdout.write("The last state:\n");
  for (const [name, text] of states.at(-1)?.variables ?? []) {
    process.stdout.write(`  ${name} = ${text}\n`);
  }
  return EXIT.failed;
}
