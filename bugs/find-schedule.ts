// Promise: a schedule is TLC's own shortest counterexample of the mutated spec.
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTlc, type TlaValue, type TlcResult, type Tools } from "tla2tools-runner";
import { BugsError } from "./bugs-error.js";
import { changedCfg, modelCfg } from "./cfg.js";
import { edited } from "./edit.js";
import type { Defect } from "./entry.js";
import { SPEC } from "./place.js";
import type { Parameter, Schedule } from "./schedule.js";

/** Milliseconds that TLC gets for one defect. */
const TIME_LIMIT = 570_000;

/** Runs TLC on a copy of the specs with the defect in it; one worker, so that shortest is exact. */
export async function findSchedule(
  entry: Defect,
  tools: Tools,
  signal: AbortSignal,
): Promise<Schedule> {
  return scheduleOf(entry, await runDefect(entry, tools, signal));
}

/** Holds what the entry asks beyond the model's own properties against the specs as they are. */
export async function checkWithout(
  entry: Defect,
  tools: Tools,
  signal: AbortSignal,
): Promise<void> {
  const { verdict, property } = await runDefect({ ...entry, edits: [] }, tools, signal);
  if (verdict === "ok") return;
  const what = property ?? verdict;
  throw new BugsError(`${entry.id}: ${what} without the defect; the property asks for too much`);
}

async function runDefect(entry: Defect, tools: Tools, signal: AbortSignal): Promise<TlcResult> {
  const dir = await mkdtemp(join(tmpdir(), "bugs-"));
  try {
    await cp(SPEC, dir, { recursive: true });
    for (const { module, ...edit } of entry.edits) {
      const file = await moduleFile(dir, module);
      await writeFile(file, edited(`${entry.id}, ${module}`, await readFile(file, "utf8"), edit));
    }
    const cfg = await modelCfg(entry);
    const config = join(dir, "models", "defect.cfg");
    await writeFile(config, changedCfg(cfg, entry));
    const protocol = cfg.includes("Cap =") ? "MCElection" : "MCZab";
    return await runTlc({
      module: join(dir, "models", `${entry.module ?? protocol}.tla`),
      config,
      libraries: [dir],
      workers: 1,
      heap: "3g",
      timeoutMs: TIME_LIMIT,
      tools,
      signal,
    });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function moduleFile(dir: string, module: string): Promise<string> {
  for (const file of [join(dir, `${module}.tla`), join(dir, "models", `${module}.tla`)]) {
    if (
      await readFile(file).then(
        () => true,
        () => false,
      )
    )
      return file;
  }
  throw new BugsError(`${module}: there is no such module in spec or spec/models`);
}

function scheduleOf(entry: Defect, result: TlcResult): Schedule {
  const { verdict, counterexample, counts } = result;
  const property = verdict === "deadlock" ? "L0" : result.property;
  const found = ["invariant", "action-property", "deadlock"].includes(verdict);
  if (!found || property === null) {
    const said = result.problems[0]?.message ?? result.message ?? "nothing is violated";
    throw new BugsError(`${entry.id}: TLC says ${verdict}: ${said}; correct the entry`);
  }
  if (property !== entry.property) {
    const remedy = `the entry says ${entry.property}; correct one of them`;
    throw new BugsError(`${entry.id}: TLC says that ${property} is violated, ${remedy}`);
  }
  const [first, ...steps] = counterexample;
  return {
    property,
    distinct: counts.distinct ?? 0,
    summaries: summariesOf(first?.state["summary"]),
    steps: steps.map(({ action, parameters }) => ({
      action,
      parameters: (parameters ?? []).map((one) => parameterOf(one)),
    })),
  };
}

/** A server by its number: s1, the first, is 1. */
function parameterOf(value: TlaValue): Parameter {
  if (typeof value === "number" || typeof value === "string") return value;
  if (typeof value === "symbol") return Number(/\d+$/.exec(value.description ?? "")?.[0]);
  if (value instanceof Set)
    return [...value].map((one) => Number(parameterOf(one))).sort((a, b) => a - b);
  throw new BugsError(`no server, number, text or set of servers: ${String(value)}`);
}

/** What the histories of the servers of an election are at the start. */
function summariesOf(value: TlaValue | undefined): Schedule["summaries"] {
  if (!Array.isArray(value)) return null;
  return value as unknown as Schedule["summaries"];
}
