// Promise: a schedule is TLC's own shortest counterexample of the mutated spec.
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTlc, type TlaValue, type TlcResult, type Tools } from "tla2tools-runner";
import { BugsError } from "./bugs-error.js";
import { changedCfg, modelCfg } from "./cfg.js";
import { edited } from "./edit.js";
import { furtherEntry, type Entry } from "./entry.js";
import { SPEC } from "./place.js";
import type { Parameter, Schedule, Search } from "./schedule.js";

/** Milliseconds that TLC gets for one run. */
const TIME_LIMIT = 1_800_000;

/** Runs TLC on a copy of the specs with the defect in it; one worker, so that shortest is exact. */
export async function findSchedule(
  entry: Entry,
  tools: Tools,
  signal: AbortSignal,
): Promise<Schedule> {
  const { property, ...first } = searchOf(entry, await runEntry(entry, tools, signal));
  const further: Search[] = [];
  for (const one of entry.further ?? []) {
    const run = furtherEntry(entry, one);
    further.push(searchOf(run, await runEntry(run, tools, signal)));
  }
  const told = { property: property ?? "", ...first };
  return further.length === 0 ? told : { ...told, further };
}

/** Holds what the entry asks beyond the model's own properties against the specs as they are. */
export async function checkWithout(entry: Entry, tools: Tools, signal: AbortSignal): Promise<void> {
  const { verdict, property } = await runEntry({ ...entry, edits: [] }, tools, signal);
  if (verdict === "ok") return;
  const what = property ?? verdict;
  throw new BugsError(`${entry.id}: ${what} without the defect; the property asks for too much`);
}

async function runEntry(entry: Entry, tools: Tools, signal: AbortSignal): Promise<TlcResult> {
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

/** What the run came to, if it is what the entry says; no property there is a whole search. */
function searchOf({ id, model, property: wanted }: Entry, result: TlcResult): Search {
  const { verdict, counterexample, counts } = result;
  if (verdict === "interrupted") {
    const seconds = String(TIME_LIMIT / 1000);
    throw new BugsError(
      `${id}: TLC on ${model} has not ended after ${seconds} s: try a machine with less to do`,
    );
  }
  const property = verdict === "deadlock" ? "L0" : result.property;
  const found = ["invariant", "action-property", "deadlock"].includes(verdict);
  if (verdict !== "ok" && (!found || property === null)) {
    const said = result.problems[0]?.message ?? result.message ?? "nothing more";
    throw new BugsError(`${id}: TLC says ${verdict} of ${model}: ${said}; correct the entry`);
  }
  if ((property ?? "") !== wanted) {
    const text = (name: string | null) => (name === null || name === "" ? "nothing" : name);
    const remedy = `the entry says ${text(wanted)}; correct one of them`;
    throw new BugsError(
      `${id}: TLC says that ${text(property)} is violated in ${model}, ${remedy}`,
    );
  }
  const [first, ...steps] = counterexample;
  return {
    property,
    distinct: counts.distinct ?? 0,
    ...(property === null && { depth: counts.depth ?? 0 }),
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
function summariesOf(value: TlaValue | undefined): Search["summaries"] {
  if (!Array.isArray(value)) return null;
  return value as unknown as Search["summaries"];
}
